import type { Instructions } from './instructions.ts';
import type { Recipient } from './outcome.ts';

/** Whether the parcels may go there. The customer may always take what is the customer's. */
export const mayReceive = (
  { persons, places }: Pick<Instructions, 'persons' | 'places'>,
  recipient: Recipient,
): boolean => {
  if (recipient.to === 'customer') return true;
  if (recipient.to !== 'safe-place') return persons === null || persons.includes(recipient.to);
  return places === null || places.includes(recipient.where);
};

/** Whether there is anyone, or any place, of this kind to which the parcels may go. */
export const mayBeGivenTo = (
  { persons, places }: Pick<Instructions, 'persons' | 'places'>,
  to: Recipient['to'],
): boolean => {
  if (to === 'customer') return true;
  if (to !== 'safe-place') return persons === null || persons.includes(to);
  return places === null || places.length > 0;
};
