import type { Scan } from '../../shared/protocol/scan/symbology.ts';
import type { ProblemCode } from '../../shared/terminal/problem.ts';
import type { ScannerReading } from '../../shared/terminal/view/scanner-view.ts';
import type { ScannerStatus } from '../../shared/terminal/view/view.ts';
import type { Diagnostics } from '../app/ports/diagnostics.ts';
import { type FoundPort, makeFindPorts } from './find-ports.ts';
import { type Line, openLine } from './open-line.ts';
import type { Signal } from './profiles/profile.ts';
import { makeSpeedSearch, type SpeedSearch } from './speed-search.ts';

/** All scanners on serial lines: found, opened, and opened again whenever one has gone. */
export type Scanner = {
  /** The machine was asleep: ports that look open may be dead, and are opened anew. */
  readonly wake: () => void;
  readonly stop: () => Promise<void>;
};

type Parts = {
  /** Serial paths to use; without any, scanners are looked for. */
  readonly paths: readonly string[];
  /** A scan, in the order in which they end; `signal` makes its own scanner say what came of it. */
  readonly onScan: (scan: Scan | 'overlong', signal: (signal: Signal) => void) => void;
  readonly onReading: (reading: ScannerReading) => void;
  /** Whether somebody wants to see what comes over the lines. */
  readonly isWatched: () => boolean;
  /** Of all of them: connected if one is, else what is wrong with the last that failed. */
  readonly onStatus: (status: ScannerStatus, problem: ProblemCode | null) => void;
  readonly diagnostics: Diagnostics;
  readonly find?: (paths: readonly string[]) => Promise<readonly FoundPort[]>;
};

/** How often is looked for a scanner that was plugged in. */
const LOOK_MS = 1_000;

export const startSerialScanner = (parts: Parts): Scanner => {
  const { diagnostics, find = makeFindPorts() } = parts;
  const lines = new Map<string, Line>();
  /** What is known of a line's speed outlasts its cable. */
  const searches = new Map<string, SpeedSearch>();
  /** What the log says of a port that cannot be opened: it is tried each second, and said once. */
  const noted = new Map<string, ProblemCode>();
  let stopped = false;
  let look: NodeJS.Timeout | null = null;
  let said = '';

  const say = (problem: ProblemCode | null): void => {
    const isConnected = [...lines.values()].some((line) => line.isOpen());
    const status = isConnected
      ? 'connected'
      : problem === null || problem === 'scanner-gone'
        ? 'searching'
        : 'problem';
    const next = isConnected ? null : problem;
    if (stopped || said === `${status} ${next}`) return;
    said = `${status} ${next}`;
    parts.onStatus(status, next);
  };
  const open = (found: FoundPort): void => {
    const { path } = found;
    const search = found.isLine ? (searches.get(path) ?? makeSpeedSearch()) : null;
    if (search !== null) searches.set(path, search);
    const line = openLine(found, {
      ...parts,
      search,
      onOpen: () => {
        noted.delete(path);
        diagnostics('scanner-open', { profile: found.profile.id });
        say(null);
      },
      onGone: (problem) => {
        if (lines.get(path) !== line) return;
        lines.delete(path);
        if (noted.get(path) !== problem) diagnostics('scanner-lost', { problem });
        noted.set(path, problem);
        say(problem);
      },
    });
    lines.set(path, line);
  };
  const lookForPorts = async (): Promise<void> => {
    const found = await find(parts.paths);
    if (stopped) return;
    for (const port of found) if (!lines.has(port.path)) open(port);
    if (found.length === 0 && lines.size === 0) say('scanner-gone');
    look = setTimeout(() => void lookForPorts(), LOOK_MS);
  };

  say(null);
  void lookForPorts();
  return {
    wake: () => {
      const asleep = [...lines.values()];
      lines.clear();
      for (const line of asleep) void line.close();
      say('scanner-gone');
    },
    stop: async () => {
      stopped = true;
      if (look !== null) clearTimeout(look);
      await Promise.all([...lines.values()].map((line) => line.close()));
    },
  };
};
