import { NOTHING_PARTICULAR } from '../../shared/protocol/nothing-particular.ts';
import type { Purpose } from '../../shared/protocol/verdict.ts';
import type { DraftKind } from '../../shared/terminal/door/draft-schema.ts';
import { NO_EXCEPTION } from '../../shared/terminal/door/exception-draft.ts';
import { beginHandOver } from '../../shared/terminal/door/hand-over-draft.ts';
import type { DoorView, ScreenView, StopView } from '../../shared/terminal/view/view.ts';
import {
  LONG_NEIGHBOUR,
  lindenweg,
  long,
  longPart,
  NEIGHBOUR,
  SAFE_PLACE,
  SIGNED,
  saidOf,
  soon,
  usual,
  usualPart,
} from './sample-stops.ts';

const door = (
  entry: DoorView['entry'],
  of: StopView = usual,
  asks: Purpose = 'hand-over',
): DoorView => ({
  name: 'door',
  stop: of,
  entry,
  asks,
  elsewhere: null,
  form: 'code',
  question: null,
  particulars: NOTHING_PARTICULAR,
  locked: null,
  asked: null,
  draft: null,
  edits: 0,
  instructions: null,
});
/** What is asked at a door before the code is judged. */
const unscanned = (of: StopView, more: Partial<DoorView['asked']> = {}): DoorView => ({
  ...door('ready', of),
  asked: {
    name: 'unscanned',
    labels: of.parcels.filter(({ scanned }) => !scanned).map(({ label }) => label),
    mayHandOver: true,
    mayKeep: true,
    ...more,
  } as DoorView['asked'],
});
const unfinished = (of: DraftKind): DoorView => ({
  ...door('ready'),
  asked: { name: 'unfinished', of },
});
const token = (
  digits: number,
  question: string | null,
  entry: DoorView['entry'] = 'ready',
  of: StopView = usual,
): DoorView => ({ ...door(entry, of), form: { digits }, question });

/** Doors: of a code, of a token, with questions and with what was said. */
export const DOORS = {
  door: door('ready'),
  'door-long': door('ready', long),
  'door-mistyped': door('mistyped'),
  'door-mistyped-long': door('mistyped', long),
  'door-verifying': door('verifying'),
  'door-wait': { ...door('ready'), locked: { until: soon(0.5) } },
  'door-wait-long': { ...door('ready', long), locked: { until: soon(59) } },
  'door-locked': { ...door('ready'), locked: { until: null } },
  'door-unscanned': unscanned(usual),
  'door-unscanned-one': unscanned(lindenweg, { mayKeep: false }),
  'door-unscanned-long': unscanned(long),
  'door-unscanned-refused': unscanned(long, { mayHandOver: false }),
  'door-unscanned-refused-all': unscanned(usual, { mayHandOver: false, mayKeep: false }),
  'door-unfinished': unfinished('hand-over'),
  'door-unfinished-exception': unfinished('exception'),
  'door-draft': {
    ...door('ready'),
    edits: 3,
    draft: {
      shown: 'hand-over',
      exception: NO_EXCEPTION,
      handOver: {
        ...beginHandOver(NOTHING_PARTICULAR),
        step: 'details',
        to: 'neighbour',
        who: NEIGHBOUR.to === 'neighbour' ? NEIGHBOUR.who : '',
      },
    },
  },
  'door-said': {
    ...door('ready', usualPart),
    particulars: saidOf(usualPart, { recipient: NEIGHBOUR }),
  },
  'door-said-all': {
    ...door('ready', usualPart),
    particulars: saidOf(usualPart, { recipient: SAFE_PLACE, note: 'Key', strokes: SIGNED }),
  },
  'door-said-long': {
    ...door('ready', longPart),
    particulars: saidOf(longPart, { recipient: LONG_NEIGHBOUR, note: 'Key', strokes: SIGNED }),
  },
  'door-elsewhere': { ...door('ready'), elsewhere: lindenweg },
  'door-elsewhere-long': { ...door('ready', long), elsewhere: longPart },
  'door-token': token(6, null),
  'door-token-verifying': token(6, null, 'verifying'),
  'door-token-question': token(6, '73918264'),
  'door-token-question-long': token(10, 'K7QD92MX47AB', 'ready', long),
  'door-token-question-longest': token(8, '7391826473918264', 'ready', usual),
  'door-token-mistyped': token(8, '73918264', 'mistyped'),
  'door-token-said': {
    ...token(8, '73918264', 'ready', usualPart),
    particulars: saidOf(usualPart, { recipient: NEIGHBOUR }),
  },
  'door-override': door('ready', usual, 'override'),
  'door-override-long': door('ready', long, 'override'),
  'door-override-mistyped': door('mistyped', usual, 'override'),
  'door-override-verifying': door('verifying', usual, 'override'),
} satisfies Record<string, ScreenView>;
