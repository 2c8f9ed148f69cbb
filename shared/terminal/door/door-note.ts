import type { DeliveryId, ParcelLabel } from '../../protocol/ids.ts';
import type { Particulars } from '../../protocol/outcome.ts';
import { type DoorState, initialDoor } from './door-state.ts';
import type { Draft } from './draft-schema.ts';

/** What is kept of one stop, so that a crash takes nothing that the driver did or said there. */
export type DoorNote = {
  readonly delivery: DeliveryId;
  /** Its door is open. */
  readonly open: boolean;
  readonly ticked: readonly ParcelLabel[];
  readonly said: Particulars | null;
  readonly draft: Draft | null;
};

/** The stop whose door is open, or will be again once a verdict is put away. */
const openStop = ({ at }: DoorState): DeliveryId | null => (at.name === 'route' ? null : at.stop);

/** The stops of which something else is to be kept than before. */
export const changedStops = (before: DoorState, after: DoorState): readonly DeliveryId[] => {
  const stops = new Set([openStop(before), openStop(after)]);
  return [...stops].filter(
    (stop): stop is DeliveryId =>
      stop !== null &&
      ((openStop(before) === stop) !== (openStop(after) === stop) ||
        before.ticked.get(stop) !== after.ticked.get(stop) ||
        before.particulars.get(stop) !== after.particulars.get(stop) ||
        before.drafts.get(stop) !== after.drafts.get(stop)),
  );
};

/** The stops at which something was done or said, and the one that is open. */
export const stopsIn = (state: DoorState): readonly DeliveryId[] => {
  const { ticked, particulars, drafts } = state;
  const open = openStop(state);
  const said = [...ticked.keys(), ...particulars.keys(), ...drafts.keys()];
  return [...new Set(open === null ? said : [...said, open])];
};

/** What is to be kept of a stop; null: nothing. */
export const noteOf = (state: DoorState, delivery: DeliveryId): DoorNote | null => {
  const open = openStop(state) === delivery;
  const ticked = [...(state.ticked.get(delivery) ?? [])];
  const said = state.particulars.get(delivery) ?? null;
  const draft = state.drafts.get(delivery) ?? null;
  const nothing = !open && ticked.length === 0 && said === null && draft === null;
  return nothing ? null : { delivery, open, ticked, said, draft };
};

/** The door as it was when the notes were taken. */
export const doorFrom = (notes: readonly DoorNote[]): DoorState => {
  const open = notes.find((note) => note.open);
  const of = <V>(read: (note: DoorNote) => V | null): ReadonlyMap<DeliveryId, V> =>
    new Map(
      notes.flatMap((note) => {
        const value = read(note);
        return value === null ? [] : [[note.delivery, value] as const];
      }),
    );
  return {
    ...initialDoor,
    ...(open === undefined
      ? {}
      : {
          at: {
            name: 'door',
            stop: open.delivery,
            entry: 'ready',
            asks: 'hand-over',
            elsewhere: null,
            question: null,
          },
        }),
    ticked: of(({ ticked }) => (ticked.length === 0 ? null : new Set(ticked))),
    particulars: of(({ said }) => said),
    drafts: of(({ draft }) => draft),
  };
};
