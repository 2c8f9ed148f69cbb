import type { DoorState } from '../../../shared/terminal/door/door-state.ts';
import type { DoorView } from '../../../shared/terminal/view/view.ts';
import type { Stop } from '../ports/store.ts';

/** What the depot says of the stop that is open, and whether it stands before the code. */
export const shownInstructions = (
  { delivery, instructions }: Stop,
  { at, read }: DoorState,
): Pick<DoorView, 'instructions'> => {
  const { note, phone, evidence, persons, places } = instructions;
  const saysNothing =
    note === undefined &&
    phone === undefined &&
    !evidence.signature &&
    !evidence.everyParcel &&
    persons === null &&
    places === null;
  if (saysNothing) return { instructions: null };
  const isForCustomer = at.name === 'door' && at.asks === 'hand-over';
  const { names: _, ...said } = instructions;
  return { instructions: { ...said, shown: isForCustomer && !read.has(delivery) } };
};
