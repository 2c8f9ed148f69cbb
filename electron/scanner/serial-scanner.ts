import { existsSync } from 'node:fs';
import { SerialPort } from 'serialport';
import type { ScannerStatus } from '../../shared/ipc/view.ts';
import type { ProblemCode } from '../../shared/problem.ts';
import type { Diagnostics } from '../app/ports.ts';
import { findScannerPath } from './find-port.ts';
import { makeFramer } from './framing.ts';
import { type Scan, splitSymbology } from './symbology.ts';

/** A scanner on a serial line, found, opened, and opened again whenever it has gone. */
export type Scanner = { readonly stop: () => Promise<void> };

type Parts = {
  /** A serial path to use; without it a scanner is looked for by its USB vendor. */
  readonly path: string | null;
  readonly onScan: (scan: Scan | 'overlong') => void;
  readonly onStatus: (status: ScannerStatus, problem: ProblemCode | null) => void;
  readonly diagnostics: Diagnostics;
};

const BAUD_RATE = 9600;
/** Scanners send a symbol in one go; a line that is quiet this long has ended one. */
const IDLE_MS = 60;
const RETRY_MS = 1_000;

const problemOf = (error: Error): ProblemCode => {
  const text = error.message;
  if (/permission|EACCES|EPERM|access denied/i.test(text)) return 'scanner-not-permitted';
  if (/lock|busy|EBUSY/i.test(text)) return 'scanner-busy';
  return /no such file|ENOENT|not found|cannot find/i.test(text)
    ? 'scanner-gone'
    : 'scanner-failed';
};

export const startSerialScanner = (parts: Parts): Scanner => {
  const { onScan, onStatus, diagnostics } = parts;
  const framer = makeFramer();
  let stopped = false;
  let port: SerialPort | null = null;
  let retry: NodeJS.Timeout | null = null;
  let idle: NodeJS.Timeout | null = null;
  let watch: NodeJS.Timeout | null = null;

  const hand = (framed: ReturnType<typeof framer.push>): void => {
    for (const item of framed) {
      onScan(item.type === 'overlong' ? 'overlong' : splitSymbology(item.bytes));
    }
  };
  const listen = (chunk: Uint8Array): void => {
    hand(framer.push(chunk));
    chunk.fill(0);
    if (idle !== null) clearTimeout(idle);
    idle = setTimeout(() => hand(framer.idle()), IDLE_MS);
  };
  const again = (problem: ProblemCode): void => {
    if (idle !== null) clearTimeout(idle);
    if (watch !== null) clearInterval(watch);
    framer.reset();
    port = null;
    if (stopped) return;
    diagnostics('scanner-lost', { problem });
    onStatus(problem === 'scanner-gone' ? 'searching' : 'problem', problem);
    retry = setTimeout(() => void open(), RETRY_MS);
  };

  const open = async (): Promise<void> => {
    const path = parts.path ?? (await findScannerPath());
    if (stopped) return;
    if (path === null) return again('scanner-gone');
    const opening = new SerialPort({ path, baudRate: BAUD_RATE, autoOpen: false });
    opening.on('data', listen);
    opening.on('error', (error) => diagnostics('scanner-error', { problem: problemOf(error) }));
    opening.once('close', () => again('scanner-gone'));
    opening.open((error) => {
      if (error) {
        opening.removeAllListeners('close');
        return again(problemOf(error));
      }
      port = opening;
      // What was scanned while nobody listened belongs to no stop.
      opening.flush((flushError) => {
        if (flushError) diagnostics('scanner-error', { problem: problemOf(flushError) });
        diagnostics('scanner-open');
        onStatus('connected', null);
        // Some systems never say that a port has gone; its name goes all the same.
        watch = setInterval(() => {
          if (path.startsWith('/') && !existsSync(path)) opening.close();
        }, RETRY_MS);
      });
    });
  };

  onStatus('searching', null);
  void open();
  return {
    stop: async () => {
      stopped = true;
      if (retry !== null) clearTimeout(retry);
      if (idle !== null) clearTimeout(idle);
      if (watch !== null) clearInterval(watch);
      const open = port;
      if (open?.isOpen) await new Promise<void>((resolve) => open.close(() => resolve()));
    },
  };
};
