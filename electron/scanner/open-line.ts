import { SerialPort } from 'serialport/dist/serialport.js';
import { wipe } from '../../shared/protocol/codec/bytes.ts';
import { SYMBOL_GAP_MS } from '../../shared/protocol/scan/symbol-lines.ts';
import type { Scan } from '../../shared/protocol/scan/symbology.ts';
import type { ProblemCode } from '../../shared/terminal/problem.ts';
import type { ScannerReading } from '../../shared/terminal/view/scanner-view.ts';
import type { Diagnostics } from '../app/ports/diagnostics.ts';
import { nextTurn } from '../next-turn.ts';
import type { FoundPort } from './find-ports.ts';
import { makeLineReader } from './line-reader.ts';
import { portProblem } from './port-problem.ts';
import type { Signal } from './profiles/profile.ts';
import { FORGET_AFTER_MS } from './repeats.ts';
import { SPEEDS, type SpeedSearch } from './speed-search.ts';
import { watchPort } from './watch-port.ts';

/** One port, open or being opened. */
export type Line = {
  readonly path: string;
  /** Whether what is scanned now is read. */
  readonly isOpen: () => boolean;
  readonly close: () => Promise<void>;
};

type Parts = {
  /** Null where the speed is no question. */
  readonly search: SpeedSearch | null;
  readonly onScan: (scan: Scan | 'overlong', signal: (signal: Signal) => void) => void;
  readonly onReading: (reading: ScannerReading) => void;
  readonly isWatched: () => boolean;
  readonly onOpen: () => void;
  /** It could not be opened, or is gone; once. */
  readonly onGone: (problem: ProblemCode) => void;
  readonly diagnostics: Diagnostics;
};

/** What the system still has under way of an old scan when it is told to drop it comes within this. */
const DRAIN_MS = 5;
/** How often is looked whether the port has gone, of which some systems say nothing. */
const WATCH_MS = 1_000;

/** Opens a port and reads it until it is closed, by us or by what happens to its cable. */
export const openLine = ({ path, profile }: FoundPort, parts: Parts): Line => {
  const { diagnostics, search } = parts;
  let idle: NodeJS.Timeout | null = null;
  let forget: NodeJS.Timeout | null = null;
  let watch: NodeJS.Timeout | null = null;
  let closing = false;
  let gone = false;
  let ready = false;

  const port = new SerialPort({ path, baudRate: search?.speed() ?? SPEEDS[0], autoOpen: false });
  const failed = (error: Error | null | undefined): void => {
    if (error) diagnostics('scanner-error', { problem: portProblem(error.message) });
  };
  const send = (bytes: Uint8Array): void => {
    if (port.isOpen) port.write(Buffer.from(bytes), failed);
  };
  const reader = makeLineReader({
    ...parts,
    port: path,
    profile,
    write: send,
    setSpeed: (baudRate) => {
      diagnostics('scanner-speed', { baudRate });
      if (port.isOpen) port.update({ baudRate }, failed);
    },
  });
  const end = (problem: ProblemCode): void => {
    if (gone) return;
    gone = true;
    ready = false;
    if (idle !== null) clearTimeout(idle);
    if (forget !== null) clearTimeout(forget);
    if (watch !== null) clearInterval(watch);
    reader.reset();
    if (!closing) parts.onGone(problem);
  };
  const hasGone = watchPort(path);
  const closeIfGone = async (): Promise<void> => {
    // A list that cannot be had says nothing of the port.
    const isGone = await Promise.resolve(hasGone()).catch(() => false);
    if (isGone && port.isOpen) port.close(failed);
  };
  port.on('data', (chunk: Uint8Array) => {
    // What arrives before the port was drained was scanned while nobody listened.
    if (ready) reader.push(chunk, performance.now());
    wipe(chunk);
    if (idle !== null) clearTimeout(idle);
    if (forget !== null) clearTimeout(forget);
    idle = setTimeout(() => reader.quiet(performance.now()), SYMBOL_GAP_MS);
    forget = setTimeout(reader.forget, FORGET_AFTER_MS);
  });
  port.on('error', failed);
  port.once('close', () => end('scanner-gone'));
  port.open((error) => {
    if (error) return end(portProblem(error.message));
    if (closing) return port.close(() => end('scanner-gone'));
    port.flush((flushError) => {
      failed(flushError);
      setTimeout(async () => {
        // On a busy machine what came in time has its turn only after this timer.
        await nextTurn();
        if (gone || closing) return;
        ready = true;
        parts.onOpen();
        watch = setInterval(() => void closeIfGone(), WATCH_MS);
      }, DRAIN_MS);
    });
  });

  return {
    path,
    isOpen: () => ready,
    close: async () => {
      closing = true;
      if (port.isOpen) await new Promise<void>((resolve) => port.close(() => resolve()));
      end('scanner-gone');
    },
  };
};
