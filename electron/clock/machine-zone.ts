import { isKnownTimeZone } from '../../shared/protocol/depot-facts.ts';

/** The time zone that the machine is set to; UTC where it is set to none that there is. */
export const machineZone = (): string => {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return isKnownTimeZone(timeZone) ? timeZone : 'UTC';
};
