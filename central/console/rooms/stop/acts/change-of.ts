import { dayOf } from '../../../../../shared/protocol/time/zoned-day.ts';
import { timeOnDay } from '../../../../client/time-of-day.ts';
import type { Stop } from '../../../api/dispatch.ts';
import { clockOf } from '../../../words/clock.ts';

/** The times of a stop that can be changed, in the order of the form. */
export const TIMES = ['arrival', 'notBefore', 'notAfter'] as const;

/** What of a stop is to be another, as the API takes it. */
export type Change = {
  arrival?: string;
  notBefore?: string;
  notAfter?: string;
  customer?: string;
  address?: string[];
  phone?: string;
};

type Changeable = Pick<Stop, (typeof TIMES)[number] | 'customer' | 'address'>;

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/**
 * What of a form is another than the stop: only that is asked for. `of` gives what a field has; a time
 * is of the depot's clocks (`zone`), on the day on which the stop's own is.
 */
export const changeOf = (of: (name: string) => string, stop: Changeable, zone: string): Change => {
  const change: Change = {};
  for (const name of TIMES) {
    const [now, asked] = [clockOf(stop[name], zone), of(name).padStart(5, '0')];
    if (asked !== now) change[name] = timeOnDay(asked, dayOf(stop[name], zone));
  }
  if (of('customer') !== stop.customer) change.customer = of('customer');
  const address = linesOf(of('address'));
  if (address.join('\n') !== stop.address.join('\n')) change.address = address;
  if (of('phone') !== '') change.phone = of('phone');
  return change;
};
