import { assertNever } from '../../shared/assert-never.ts';
import { wipe } from '../../shared/protocol/codec/bytes.ts';
import { makeSymbolLines, SYMBOL_GAP_MS } from '../../shared/protocol/scan/symbol-lines.ts';
import { type Scan, splitSymbology } from '../../shared/protocol/scan/symbology.ts';
import type { ScannerReading } from '../../shared/terminal/view/scanner-view.ts';
import type { Framed } from './framing.ts';
import type { ScannerProfile, Signal } from './profiles/profile.ts';
import { makeRecorder } from './reading.ts';
import { makeRepeats } from './repeats.ts';
import type { SpeedSearch } from './speed-search.ts';

/** Takes the bytes of one line and gives its scans. It has no port and no timer of its own. */
export type LineReader = {
  /** Bytes, and when they came in milliseconds of any steady clock. They are the caller's to wipe. */
  readonly push: (chunk: Uint8Array, at: number) => void;
  /** Nothing has come for a while. */
  readonly quiet: (at: number) => void;
  /** Nothing has come for so long that nothing can be a repeat: the last frame is wiped. */
  readonly forget: () => void;
  /** The line was cut, or opened: what is there is no scan. */
  readonly reset: () => void;
};

type Parts = {
  readonly port: string;
  readonly profile: ScannerProfile;
  /** Null where the speed is no question. */
  readonly search: SpeedSearch | null;
  /** `signal` makes the scanner itself say what came of its scan. */
  readonly onScan: (scan: Scan | 'overlong', signal: (signal: Signal) => void) => void;
  readonly onReading: (reading: ScannerReading) => void;
  /** Whether readings are wanted now. */
  readonly isWatched: () => boolean;
  /** To the scanner. */
  readonly write: (bytes: Uint8Array) => void;
  readonly setSpeed: (speed: number) => void;
};

export const makeLineReader = (parts: Parts): LineReader => {
  const { port, search } = parts;
  let profile = parts.profile;
  const framer = profile.makeFramer();
  const repeats = makeRepeats();
  const symbol = makeSymbolLines();
  let lastAt = Number.NEGATIVE_INFINITY;
  const recorder = makeRecorder();

  const signal = (kind: Signal): void => {
    const bytes = profile.signals[kind];
    if (bytes !== null) parts.write(bytes);
  };
  const takePacket = ({ intact, answer }: Framed & { type: 'packet' }): void => {
    // A packet is a symbol of its own, whatever it holds.
    symbol.quiet();
    if (intact) {
      search?.prove();
      profile = profile.afterPacket ?? profile;
    }
    // Noise that looks like a packet is not answered on a line whose scanner sends none.
    if (answer !== null && profile.id === 'zebra-ssi') parts.write(answer);
  };
  const hand = (scan: Scan): void => {
    if (parts.isWatched()) recorder.read(scan);
    parts.onScan(scan, signal);
  };
  const take = (framed: Framed, at: number): void => {
    switch (framed.type) {
      case 'packet':
        takePacket(framed);
        break;
      case 'overlong':
        // Behind the first line of a symbol it is no answer of its own.
        if ((search?.believes() ?? true) && symbol.isNext()) parts.onScan('overlong', signal);
        break;
      case 'frame': {
        const believed = search?.believes() ?? true;
        const isScan =
          believed &&
          symbol.begins(framed.bytes) &&
          !repeats.isRepeat(framed.bytes, at, framed.again);
        if (isScan) hand(splitSymbology(framed.bytes));
        else wipe(framed.bytes);
        break;
      }
      default:
        assertNever(framed);
    }
  };

  return {
    push: (chunk, at) => {
      search?.hear(chunk);
      if (parts.isWatched()) recorder.hear(chunk, at);
      if (at - lastAt >= SYMBOL_GAP_MS) symbol.quiet();
      lastAt = at;
      for (const framed of framer.push(chunk)) take(framed, at);
    },
    quiet: (at) => {
      for (const framed of framer.idle()) take(framed, at);
      symbol.quiet();
      const speed = search?.speed() ?? null;
      const reading = recorder.take({ port, profile: profile.id, speed });
      if (reading !== null && parts.isWatched()) parts.onReading(reading);
      const other = search?.quiet() ?? null;
      if (other === null) return;
      framer.reset();
      parts.setSpeed(other);
    },
    forget: repeats.forget,
    reset: () => {
      framer.reset();
      search?.cut();
      symbol.quiet();
      repeats.forget();
      recorder.forget();
    },
  };
};
