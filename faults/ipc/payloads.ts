import type { z } from 'zod';
import { CHANNELS } from '../../shared/terminal/channels/contract.ts';
import { CHANNEL_NAMES, type Channel } from '../../shared/terminal/channels/names.ts';

/** Ids that a stop may have, and others: a hostile window knows those that it was shown. */
const IDS = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000099'];
const [ID] = IDS as [string, string];
const PARTICULARS = {
  recipient: { to: 'customer' as const },
  kept: [],
  note: '',
  strokes: [],
};

/** What each channel takes, by its form. */
const WELL_FORMED: { readonly [C in Channel]: z.input<(typeof CHANNELS)[C]> } = {
  'view/refresh': {},
  'route/look': { filter: 'open', search: 'berg', from: 40 },
  'route/choose': { route: ID },
  'history/open': { from: 0 },
  'history/close': {},
  'exception/undo': { sequence: 3 },
  'stop/open': { delivery: ID },
  'stop/close': {},
  'instructions/show': { delivery: ID, shown: false },
  'code/type': { delivery: ID, place: 0, symbol: 0x41 },
  'code/submit': { delivery: ID, length: 10 },
  'override/ask': { delivery: ID },
  'override/leave': {},
  'hand-over/prepare': { delivery: ID, particulars: PARTICULARS },
  'draft/change': {
    delivery: ID,
    edit: 1,
    draft: {
      shown: 'exception',
      exception: { outcome: 'nobody-home', note: 'locked gate', strokes: [], signing: false },
      handOver: null,
    },
  },
  'question/answer': { delivery: ID, answer: 'keep' },
  'exception/record': { delivery: ID, outcome: 'nobody-home', note: '', strokes: [] },
  'sign-in/type': { place: 0, digit: 0x31 },
  'sign-in/submit': { number: 7, length: 6 },
  'sign-in/end': {},
  'verdict/acknowledge': { id: 1 },
  'dock/start': {},
  'dock/leave': {},
  'problem/retry': {},
  'it/diagnostics': {},
  'it/settings': {},
  'it/close': {},
  'support/make': {},
  'support/save': { to: 'own' },
  'it/change': { change: { kiosk: true } },
  'kiosk/leave': {},
  'restart/open': {},
  'restart/confirm': {},
  'wipe/open': {},
  'wipe/confirm': { words: 'WIPE' },
  'settings/change': { language: 'de', theme: 'sun', textSize: 'large', volume: 50 },
  'wedge/type': { place: 0, symbol: 0x41 },
  'wedge/submit': { length: 12 },
  'scanner-test/open': {},
  'scanner-test/leave': {},
};

/** A request of the channel's form; whether it takes effect is another matter. */
export const wellFormedFor = (channel: Channel): object => WELL_FORMED[channel];

const deep = (levels: number): unknown => {
  let value: unknown = 1;
  for (let n = 0; n < levels; n++) value = n % 2 === 0 ? [value] : { delivery: value };
  return value;
};
const cyclic = (): unknown => {
  const one: Record<string, unknown> = { delivery: IDS[0] };
  one['self'] = one;
  return one;
};
const polluted = (text: string): unknown => JSON.parse(text);

/** Values of every kind that a message can carry. Made anew each time: some are used up by it. */
const STRANGE: readonly (() => unknown)[] = [
  () => undefined,
  () => null,
  () => true,
  () => 0,
  () => -0,
  () => -1,
  () => 1.5,
  () => Number.NaN,
  () => Number.POSITIVE_INFINITY,
  () => Number.MAX_SAFE_INTEGER + 2,
  () => 10n ** 40n,
  () => '',
  () => 'constructor',
  () => '__proto__',
  () => '\u0000',
  () => '\ud800',
  () => '０００００００００-0000',
  () => '00000000-0000-4000-8000-00000000000１',
  () => '00000000‐0000‐4000‐8000‐000000000001',
  () => ' 00000000-0000-4000-8000-000000000001',
  () => 'x'.repeat(200_000),
  () => [],
  () => Array.from({ length: 5_000 }, (_, n) => n),
  () => new Array(1e6),
  () => new Date(Number.NaN),
  () => /(a+)+$/,
  () => new Map([['delivery', IDS[0]]]),
  () => new Set(IDS),
  () => new Error('x'),
  () => new Uint8Array(65_536),
  () => new ArrayBuffer(8),
  () => new Float64Array([Number.NaN]),
  () => Object.create(null),
  () => deep(400),
  cyclic,
  () => polluted('{"__proto__":{"isOurs":true,"delivery":"x"}}'),
  () => polluted('{"constructor":{"prototype":{"ok":true}}}'),
  () => polluted('{"toString":"x","valueOf":1,"toJSON":2,"then":3}'),
  () => ({ length: 4_294_967_295, 0: 'x' }),
];

const pick = <T>(from: readonly T[], random: () => number): T =>
  from[Math.floor(random() * from.length)] as T;

/** Changes a well-formed input in one to three places, or puts something else in its place. */
const spoil = (channel: Channel, random: () => number): unknown => {
  if (random() < 0.25) return pick(STRANGE, random)();
  const input: Record<string, unknown> = { ...wellFormedFor(channel) };
  const keys = Object.keys(input);
  for (let n = 1 + Math.floor(random() * 3); n > 0; n--) {
    const key = pick([...keys, 'unknown', '__proto__', 'Delivery', 'delivery\u200b', '0'], random);
    if (random() < 0.2) delete input[key];
    else if (key === '__proto__') {
      Object.defineProperty(input, key, {
        value: pick(STRANGE, random)(),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    } else
      input[key] = random() < 0.15 ? spoil(pick(ALL, random), random) : pick(STRANGE, random)();
  }
  return input;
};

export const ALL: readonly Channel[] = CHANNEL_NAMES;

/** A payload that is not of the channel's form, whatever a message makes of it. */
export const malformedFor = (channel: Channel, random: () => number): unknown => {
  for (;;) {
    const payload = spoil(channel, random);
    if (!CHANNELS[channel].safeParse(structuredClone(payload)).success) return payload;
  }
};
