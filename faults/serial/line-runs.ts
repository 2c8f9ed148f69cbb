import type { LineReader } from '../../electron/scanner/line-reader.ts';
import type { ScannerProfile } from '../../electron/scanner/profiles/profile.ts';
import { readScanInput } from '../../shared/protocol/scan/scan-input.ts';
import type { Scan } from '../../shared/protocol/scan/symbology.ts';
import { makeRandom } from '../campaign.ts';
import { below, latin1, packetOf, type Random, rubbishOf, split } from './rubbish.ts';
import type * as product from './under-test.ts';
import { heardAt } from './wrong-speed.ts';

export type UnderTest = Pick<
  typeof product,
  'makeLineReader' | 'generic' | 'honeywell' | 'zebra' | 'makeSpeedSearch' | 'SPEEDS'
>;

export type LineFindings = {
  runs: number;
  lost: number;
  duplicated: number;
  false_accepts: number;
  crashes: number;
  /** Noise of a wrong speed that was handed over as a scan, of whatever kind. */
  noiseBelieved: number;
  /** The longest time that the main thread computed on one piece, in milliseconds. */
  longestStallMs: number;
  /** The most memory in use beyond what it was at the start, in bytes. */
  growth: number;
  notes: string[];
};

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const symbols = (random: Random, length: number): string =>
  Array.from({ length }, () => ALPHABET[below(random, 32)] ?? '0').join('');

/** One piece of a serial port's reading is at most so long. */
const PIECE_BYTES = 65_536;
const FLOOD_BYTES = 10_000_000;

type Line = { readonly reader: LineReader; readonly scans: string[]; readonly packets: boolean };

/** Milliseconds that this thread has computed; others that have the cores are not in it. */
const computedMs = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
};

/** Drives lines of the product with rubbish and good frames, and counts what comes out wrong. */
export const runLines = async (
  { makeLineReader, generic, honeywell, zebra, makeSpeedSearch, SPEEDS }: UnderTest,
  options: {
    readonly runs: number;
    readonly seed: number;
    readonly inUse: () => number;
    readonly progress?: (run: number) => void;
  },
): Promise<LineFindings> => {
  const random = makeRandom(options.seed);
  const found: LineFindings = {
    runs: 0,
    lost: 0,
    duplicated: 0,
    false_accepts: 0,
    crashes: 0,
    noiseBelieved: 0,
    longestStallMs: 0,
    growth: 0,
    notes: [],
  };
  const atStart = options.inUse();
  let now = 0;
  const note = (text: string): void => {
    if (found.notes.length < 10) found.notes.push(`run ${found.runs}: ${text}`);
  };
  const timed = (work: () => void): void => {
    const before = computedMs();
    work();
    found.longestStallMs = Math.max(found.longestStallMs, computedMs() - before);
  };
  const open = (
    profile: ScannerProfile,
    scans: string[],
    search: ReturnType<typeof makeSpeedSearch> | null,
  ) =>
    makeLineReader({
      port: 'line',
      profile,
      search,
      onScan: (scan: Scan | 'overlong') => {
        scans.push(scan === 'overlong' ? scan : String.fromCharCode(...scan.payload));
        if (scan === 'overlong') return;
        // Whatever it is, it must be told without an exception.
        readScanInput(scan.payload, scan.symbology);
        scan.payload.fill(0);
      },
      onReading: () => undefined,
      isWatched: () => false,
      write: () => undefined,
      setSpeed: () => undefined,
    });
  const line = (profile: ScannerProfile, packets: boolean): Line => {
    const scans: string[] = [];
    return { reader: open(profile, scans, null), scans, packets };
  };
  const lines = [line(zebra, true), line(honeywell, false), line(generic, true)];
  const another = (than: Line): Line => {
    const rest = lines.filter((one) => one !== than);
    return rest[below(random, rest.length)] ?? than;
  };
  const push = ({ reader }: Pick<Line, 'reader'>, piece: Uint8Array): void =>
    timed(() => reader.push(piece, now));
  const pause = ({ reader }: Line): void => {
    now += 300;
    timed(() => reader.quiet(now));
  };
  const takeScans = ({ scans }: Line): string[] => scans.splice(0);
  const newText = (): string => `KS1/${symbols(random, 6)}/${symbols(random, 10)}`;
  const asSent = (text: string, packets: boolean): Uint8Array =>
    packets && random() < 0.5
      ? packetOf(text)
      : latin1(`]Q1${text}${['\r', '\n', '\r\n', '\t', '\x03'][below(random, 5)]}`);

  /** A good frame, right after the rubbish and its pause. */
  const sendGood = (to: Line, text: string): void => {
    for (const piece of split(asSent(text, to.packets), random)) push(to, piece);
    const scans = takeScans(to);
    const times = scans.filter((scan) => scan === text).length;
    if (times === 0) {
      found.lost++;
      note('a good frame after rubbish was not read');
    }
    if (times > 1 || scans.length > Math.max(1, times)) found.duplicated++;
    pause(to);
  };
  const judge = (on: Line, forbidden: string): void => {
    if (!takeScans(on).includes(forbidden)) return;
    found.false_accepts++;
    note('a frame was taken that was never sent whole');
  };

  const rubbishThenGood = (): void => {
    const on = lines[below(random, lines.length)] ?? line(zebra, true);
    const text = newText();
    for (const piece of split(rubbishOf(text, random), random)) push(on, piece);
    pause(on);
    judge(on, text);
    sendGood(on, text);
  };
  /** The cable is pulled in the middle of a frame; what comes after it is plugged in is the rest. */
  const cutInMiddle = (): void => {
    const on = lines[below(random, lines.length)] ?? line(zebra, true);
    const text = newText();
    const bytes = asSent(text, on.packets);
    // Within the text: a frame that lacks no more than its identifier or its end was sent whole.
    const first = String.fromCharCode(...bytes).indexOf(text) + 1;
    const at = first + below(random, text.length - 1);
    for (const piece of split(bytes.slice(0, at), random)) push(on, piece);
    on.reader.reset();
    for (const piece of split(bytes.slice(at), random)) push(on, piece);
    pause(on);
    judge(on, text);
    sendGood(on, text);
  };
  /** Two scanners at once: each piece of one between two of the other. */
  const twoAtOnce = (): void => {
    const one = lines[below(random, lines.length)] ?? line(zebra, true);
    const other = another(one);
    const texts = [newText(), newText()] as const;
    const mine = split(asSent(texts[0], one.packets), random);
    const theirs = split(asSent(texts[1], other.packets), random);
    for (let i = 0; i < Math.max(mine.length, theirs.length); i++) {
      const [a, b] = [mine[i], theirs[i]];
      if (a !== undefined) push(one, a);
      if (b !== undefined) push(other, b);
    }
    for (const [i, at] of [one, other].entries()) {
      const scans = takeScans(at);
      if (!scans.includes(texts[i] ?? '')) {
        found.lost++;
        note('of two scanners at once one was not read');
      }
      if (scans.some((scan) => scan === texts[1 - i])) found.false_accepts++;
      pause(at);
    }
  };
  /** A scanner whose speed is found by listening to what it scans. */
  const findSpeed = (): void => {
    const sent = SPEEDS[below(random, SPEEDS.length)] ?? SPEEDS[0];
    const search = makeSpeedSearch();
    const scans: string[] = [];
    const on: Line = { reader: open(generic, scans, search), scans, packets: false };
    for (let tries = 0; tries <= SPEEDS.length; tries++) {
      const text = newText();
      const bytes = asSent(text, false);
      const heard = search.speed();
      const pieces = split(heard === sent ? bytes : heardAt(bytes, sent, heard), random);
      for (const piece of pieces) push(on, piece);
      pause(on);
      const scanned = takeScans(on);
      if (heard === sent && scanned.includes(text)) return;
      if (scanned.length > 0) {
        found.noiseBelieved += scanned.length;
        found.false_accepts++;
        note(`noise of ${sent} heard at ${heard} was taken for a scan`);
        return;
      }
    }
    found.lost++;
    note(`the speed ${sent} was not found`);
  };
  /** Ten megabytes without an end, and then a good frame. */
  const flood = (): void => {
    const on = lines[below(random, lines.length)] ?? line(zebra, true);
    const piece = new Uint8Array(PIECE_BYTES).fill(0x41 + below(random, 26));
    for (let left = FLOOD_BYTES; left > 0; left -= PIECE_BYTES) push(on, piece);
    found.growth = Math.max(found.growth, options.inUse() - atStart);
    pause(on);
    takeScans(on);
    sendGood(on, newText());
  };

  const KINDS = [
    ...Array.from({ length: 7 }, () => rubbishThenGood),
    cutInMiddle,
    twoAtOnce,
    findSpeed,
  ];
  const floodEvery = Math.max(1, Math.floor(options.runs / 10));
  for (let run = 0; run < options.runs; run++) {
    found.runs++;
    now += 1_000;
    try {
      if (run % floodEvery === 0) flood();
      else KINDS[below(random, KINDS.length)]?.();
    } catch (error) {
      found.crashes++;
      note(error instanceof Error ? error.message : String(error));
    }
    if (run % 500 === 0) {
      options.progress?.(run);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  found.growth = Math.max(found.growth, options.inUse() - atStart);
  return found;
};
