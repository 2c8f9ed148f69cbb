import type { Telephone } from '../../shared/protocol/depot-facts.ts';
import { NOTHING_PARTICULAR } from '../../shared/protocol/nothing-particular.ts';
import type { HandOverDraft } from '../../shared/terminal/door/draft-schema.ts';
import { NO_EXCEPTION } from '../../shared/terminal/door/exception-draft.ts';
import { beginHandOver } from '../../shared/terminal/door/hand-over-draft.ts';
import type { DoorView, InstructionsView, StopView } from '../../shared/terminal/view/view.ts';
import { LONG_PLACE, long, SIGNED, usual } from './sample-stops.ts';

const nothing: InstructionsView = {
  evidence: { signature: false, everyParcel: false },
  persons: null,
  places: null,
  shown: true,
};
const PHONE = '+493045678901' as Telephone;
const ordinary: InstructionsView = {
  ...nothing,
  note: 'Ring at the back. The dog is harmless.',
  phone: PHONE,
  evidence: { signature: true, everyParcel: true },
  persons: ['household'],
  places: ['Garage', 'Garden shed'],
};
const WHERE = LONG_PLACE.to === 'safe-place' ? LONG_PLACE.where : '';
/** As much as there can be, at its greatest length. */
const everything: InstructionsView = {
  note: 'Bitte am Hintereingang klingeln und dem Hausmeister Bescheid sagen, der Aufzug hält nur im ersten und dritten Stock; die Ware ist zerbrechlich und darf auf keinen Fall im Regen stehen gelassen werden, da.',
  phone: '+491234567890123' as Telephone,
  evidence: { signature: true, everyParcel: true },
  persons: ['household', 'neighbour'],
  places: [1, 2, 3, 4, 5, 6].map((n) => `${n} ${WHERE.slice(3, 41)}`),
  shown: true,
};
const door = (
  instructions: InstructionsView | null,
  of: StopView = usual,
  more: Partial<DoorView> = {},
): DoorView => ({
  name: 'door',
  stop: of,
  entry: 'ready',
  asks: 'hand-over',
  elsewhere: null,
  form: 'code',
  question: null,
  particulars: NOTHING_PARTICULAR,
  locked: null,
  asked: null,
  draft: null,
  edits: 0,
  instructions,
  ...more,
});
const atStep = (handOver: Partial<HandOverDraft>): Partial<DoorView> => ({
  edits: 3,
  draft: {
    shown: 'hand-over',
    exception: NO_EXCEPTION,
    handOver: { ...beginHandOver(NOTHING_PARTICULAR), ...handOver },
  },
});
const named = (of: StopView, name: string): StopView => ({
  ...of,
  parcels: of.parcels.map((parcel) => ({ ...parcel, name })),
});
const putAway = (instructions: InstructionsView) => ({ ...instructions, shown: false });
const LONG_NAME = 'Siebträger-Espressomaschine mit Mahlwerk und Milchaufschäum';
const unscanned = (of: StopView): Partial<DoorView> => ({
  asked: {
    name: 'unscanned',
    labels: of.parcels.filter(({ scanned }) => !scanned).map(({ label }) => label),
    mayHandOver: false,
    mayKeep: true,
  },
});

/** What the depot says of a stop: before the code, beside it, and in the way of it. */
export const INSTRUCTED = {
  'door-instructions': door(ordinary),
  'door-instructions-signed': door(ordinary, usual, {
    particulars: { ...NOTHING_PARTICULAR, strokes: SIGNED },
  }),
  'door-instructions-few': door({ ...nothing, persons: [], places: [] }),
  'door-instructions-note': door({ ...nothing, note: 'Ring twice.' }),
  'door-instructions-long': door(everything, long),
  'door-instructed': door(putAway(ordinary)),
  'door-instructed-long': door(putAway(everything), long),
  'door-instructed-token': door(putAway(ordinary), usual, { form: { digits: 6 } }),
  'door-unsigned': door(putAway(ordinary), usual, {
    asked: { name: 'unsigned', mayHandOver: true },
  }),
  'door-unsigned-refused': door(putAway(ordinary), usual, {
    asked: { name: 'unsigned', mayHandOver: false },
  }),
  'door-not-allowed': door(putAway(ordinary), usual, { asked: { name: 'not-allowed' } }),
  'door-recipients': door(putAway(ordinary), usual, atStep({})),
  'door-recipients-one': door({ ...putAway(nothing), persons: [], places: [] }, usual, atStep({})),
  'door-places': door(putAway(ordinary), usual, atStep({ step: 'place', to: 'safe-place' })),
  'door-places-long': door(putAway(everything), long, atStep({ step: 'place', to: 'safe-place' })),
  'door-kept-named': door(null, named(usual, 'Coffee machine'), atStep({ step: 'kept' })),
  'door-kept-named-long': door(null, named(long, LONG_NAME), atStep({ step: 'kept' })),
  'door-unscanned-named': door(
    null,
    named(usual, 'Coffee machine'),
    unscanned(named(usual, 'Coffee machine')),
  ),
  'door-unscanned-named-long': door(
    null,
    named(long, LONG_NAME),
    unscanned(named(long, LONG_NAME)),
  ),
} satisfies Record<string, DoorView>;
