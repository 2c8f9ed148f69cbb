import { secretBytes, wipe } from '../../shared/protocol/codec/bytes.ts';
import { MAX_SCANNED } from '../../shared/protocol/plain-values.ts';
import { makeSymbolLines } from '../../shared/protocol/scan/symbol-lines.ts';
import { isScannersRhythm, KEY_GAP_MS } from './rhythm.ts';

/** One key that went down. `K`: what the page needs to be given it after all. */
export type Stroke<K> = {
  readonly key: K;
  /** Milliseconds of a steady clock. */
  readonly at: number;
  /** What it writes, in UTF-8; null: it ends a scan, as Enter and Tab do. */
  readonly writes: readonly number[] | null;
  /** Whether the page has it at once: it goes into a field, or only moves the focus. */
  readonly given: boolean;
};

/** Holds keys back until their rhythm says whose they are. */
export type KeyRun<K> = {
  /** Takes a key. True: the page must not have it now. */
  readonly put: (stroke: Stroke<K>) => boolean;
  /** Whether a key at this time would go on with what came before. */
  readonly goesOn: (at: number) => boolean;
  /** No key has come for `KEY_GAP_MS`. */
  readonly over: () => void;
  /** Wipes what is held, and gives it to nobody. */
  readonly forget: () => void;
};

type Parts<K> = {
  /** A hand's, in their order: the page is to have them now. */
  readonly onTyped: (keys: readonly K[]) => void;
  /** A scanner's, in memory that the taker wipes. Null: they go on with a scan that was handed over. */
  readonly onScan: (scan: Uint8Array | null) => void;
};

export const makeKeyRun = <K>({ onTyped, onScan }: Parts<K>): KeyRun<K> => {
  const bytes = secretBytes(MAX_SCANNED);
  const symbol = makeSymbolLines();
  let held: K[] = [];
  let length = 0;
  let characters = 0;
  let written = false;
  let firstAt = 0;
  let lastAt = Number.NEGATIVE_INFINITY;
  /** A scan has ended, and no pause has come since: what comes goes on with it. */
  let behindScan = false;

  const forget = (): void => {
    bytes.fill(0, 0, length);
    held = [];
    length = 0;
    characters = 0;
    written = false;
  };
  const end = (ended: boolean): void => {
    const rhythm = { characters, ended, spanMs: lastAt - firstAt, written };
    const isScan = characters > 0 && (behindScan || isScannersRhythm(rhythm));
    const [keys, scan] = [held, isScan ? bytes.slice(0, length) : null];
    forget();
    if (scan === null) {
      if (keys.length > 0) onTyped(keys);
      return;
    }
    behindScan = true;
    if (symbol.begins(scan)) onScan(scan);
    else {
      wipe(scan);
      onScan(null);
    }
  };
  const over = (): void => {
    end(false);
    behindScan = false;
    symbol.quiet();
  };
  const goesOn = (at: number): boolean => at - lastAt <= KEY_GAP_MS;
  const write = (writes: readonly number[]): void => {
    for (const byte of writes) if (length < MAX_SCANNED) bytes[length++] = byte;
  };

  return {
    put: ({ key, at, writes, given }) => {
      const isAlone = !goesOn(at);
      if (isAlone) over();
      lastAt = at;
      if (writes === null && characters === 0) {
        // One that follows another key at once is a scanner's, and so is what it follows.
        held = isAlone && !given ? [key] : [];
        return !isAlone || !given;
      }
      if (characters === 0) {
        firstAt = at;
        held = [];
      }
      if (!given) held.push(key);
      if (writes === null) {
        end(true);
        return behindScan || !given;
      }
      write(writes);
      characters++;
      written ||= given;
      return !given;
    },
    goesOn,
    over,
    forget,
  };
};
