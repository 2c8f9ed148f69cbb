import type { Scan } from '../../shared/protocol/scan/symbology.ts';
import type { ScannerReading } from '../../shared/terminal/view/scanner-view.ts';

/** More than this is not shown: a symbol has less. */
const SHOWN_BYTES = 1_100;

/** Collects what comes over a line, while somebody looks. */
export type Recorder = {
  /** Bytes, and when they came in milliseconds. */
  readonly hear: (chunk: Uint8Array, at: number) => void;
  /** What the bytes so far were read as. */
  readonly read: (scan: Scan) => void;
  /** What came since the last pause, which is forgotten; null if nothing did. */
  readonly take: (
    about: Pick<ScannerReading, 'port' | 'profile' | 'speed'>,
  ) => ScannerReading | null;
  readonly forget: () => void;
};

export const makeRecorder = (): Recorder => {
  let bytes: number[] = [];
  let length = 0;
  let scan: ScannerReading['scan'] = null;
  let first = 0;
  let last = 0;
  let longestGapMs = 0;
  const forget = (): void => {
    bytes = [];
    length = 0;
    scan = null;
    longestGapMs = 0;
  };
  return {
    hear: (chunk, at) => {
      if (length === 0) first = at;
      else longestGapMs = Math.max(longestGapMs, at - last);
      last = at;
      length += chunk.length;
      for (const byte of chunk.subarray(0, SHOWN_BYTES - bytes.length)) bytes.push(byte);
    },
    read: ({ symbology, payload }) => {
      scan = { symbology, payload: [...payload] };
    },
    take: (about) => {
      if (length === 0) return null;
      const timing = {
        tookMs: Math.round(last - first),
        longestGapMs: Math.round(longestGapMs),
      };
      const reading = { ...about, bytes, length, scan, timing };
      forget();
      return reading;
    },
    forget,
  };
};
