import { rmSync } from 'node:fs';
import type { Clock } from '../../electron/app/ports/clock.ts';
import { makeReach, type Reach } from '../../electron/central-client/reach.ts';
import { fingerprint } from '../../shared/protocol/crypto/keys.ts';
import type { Instant, Sequence, TerminalId } from '../../shared/protocol/ids.ts';
import type { SignedEntry } from '../../shared/protocol/log/entry.ts';
import { dockStep } from '../../shared/terminal/dock/dock.ts';
import type { ProblemCode } from '../../shared/terminal/problem.ts';
import { makeMemoryFolder } from '../support/memory-folder.ts';
import { makeMemoryKeychain } from '../support/memory-keychain.ts';
import { clientFor } from '../support/reach-central.ts';
import { type OpenTerminal, openTerminal } from '../support/terminal.ts';
import type { FaultyLine } from './faulty-line.ts';
import { isLie } from './line-faults.ts';
import { keyIdOf } from './proxy.ts';

/** One of the product's terminals, in somebody's hands. */
export type Handheld = {
  readonly id: () => TerminalId;
  readonly terminal: () => OpenTerminal;
  /** Everything that it has signed, the first first. */
  readonly signed: () => readonly SignedEntry[];
  /** Scans an enrolment code until the terminal is enrolled. */
  readonly enrol: (code: string) => Promise<void>;
  /** Docks once; null if all of it was done. */
  readonly dock: () => Promise<ProblemCode | null>;
  /** Docks until all of it was done, and this is so. */
  readonly dockUntil: (isSo: (terminal: OpenTerminal) => boolean) => Promise<void>;
  readonly restart: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** What is wrong with what a terminal did. */
export type Complain = (kind: 'lost' | 'undetected', what: string) => void;

const DIRECT = { authorities: () => [], proxiesFor: async () => 'DIRECT' };
const patient = makeReach({ ...DIRECT, patienceMs: 30_000 });
/** For what will have no answer at all. */
const impatient = makeReach({ ...DIRECT, patienceMs: 100 });

/** More than there are faults in a run. */
const MOST_TRIES = 60;

/** Whether a docking that failed of this starts again by itself. */
const isTriedAgain = (problem: ProblemCode): boolean => {
  const reaching = dockStep({ phase: 'idle' }, { type: 'start' }).state;
  const failed = dockStep(reaching, { type: 'failed', problem, random: 0, waitMs: 0 }).state;
  return failed.phase === 'failed' && failed.retryInMs !== null;
};

type Parts = {
  readonly line: FaultyLine;
  readonly now: () => Instant;
  /** How many of a terminal's entries central has. */
  readonly countStored: (terminal: TerminalId) => Promise<number>;
  readonly complain: Complain;
};

/** Opens a new terminal that reaches central over a faulty line. */
export const openHandheld = async (
  name: string,
  { line, now, countStored, complain }: Parts,
): Promise<Handheld> => {
  const reach: Reach = (url, asked) =>
    (line.isSilentNext(keyIdOf(asked.headers)) ? impatient : patient)(url, asked);
  const begun = now();
  const clock: Clock = {
    wall: now,
    boot: () => ({ bootId: 'network', elapsedMs: now() - begun }),
  };
  const options = {
    home: { folder: makeMemoryFolder('network'), profile: name },
    keychain: makeMemoryKeychain(),
    clock,
    central: clientFor(clock, reach),
  };
  const open = async (): Promise<OpenTerminal> => {
    const opened = await openTerminal(options);
    if (!opened.ok) throw new Error(`an honest start was refused: ${opened.error}`);
    return opened.value;
  };
  let terminal = await open();
  const signed: SignedEntry[] = [];

  /** Reads what was signed; the time that central has told must be that of this docking. */
  const readLog = (since: Instant): void => {
    for (const entry of terminal.store.entriesAfter(signed.length as Sequence, 1_000)) {
      signed.push(entry);
      const { content, sequence } = entry.entry;
      if (content.kind !== 'clock') continue;
      if (content.central < since || content.central > now()) {
        complain('undetected', `${name} was told the time of another docking, entry ${sequence}`);
      }
    }
  };
  const id = (): TerminalId => {
    const grant = terminal.store.terminal()?.grant;
    if (grant === undefined) throw new Error(`${name} is not enrolled`);
    return grant.terminal;
  };
  const dock = async (): Promise<ProblemCode | null> => {
    const since = now();
    line.begins(id());
    const docked = await terminal.dock();
    line.ends(id());
    const met = line.met(id());
    readLog(since);
    const [acknowledged, stored] = [terminal.store.acknowledged(), await countStored(id())];
    if (acknowledged > stored) {
      complain(
        'lost',
        `${name} takes ${acknowledged} for handed in, of which central has ${stored}`,
      );
    }
    if (terminal.store.stopped() !== null) {
      complain('lost', `${name} stopped for good after ${met.join(', ')}`);
    }
    if (docked.ok) return null;
    if (!met.some(isLie) && !isTriedAgain(docked.error)) {
      complain('lost', `${name} waits for a person: ${docked.error} after ${met.join(', ')}`);
    }
    return docked.error;
  };
  const restart = async (): Promise<void> => {
    await terminal.close();
    terminal = await open();
    readLog(now());
  };
  return {
    id,
    terminal: () => terminal,
    signed: () => signed,
    enrol: async (code) => {
      const since = now();
      const who = fingerprint(terminal.signer.publicKey);
      for (let n = 0; terminal.store.terminal() === null; n++) {
        if (n === MOST_TRIES) throw new Error(`${name} cannot be enrolled`);
        // Its screen says why it failed before, until it is started again.
        if (n > 0) await restart();
        line.begins(who);
        await terminal.enrol(code);
        line.ends(who);
      }
      line.met(id());
      readLog(since);
    },
    dock,
    dockUntil: async (isSo) => {
      for (let n = 0; (await dock()) !== null || !isSo(terminal); n++) {
        if (n < MOST_TRIES) continue;
        complain('lost', `${name} does not dock any more`);
        throw new Error(`${name} does not dock`);
      }
    },
    restart,
    close: async () => {
      await terminal.close();
      rmSync(options.home.folder, { recursive: true, force: true });
    },
  };
};
