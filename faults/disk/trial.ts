import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { openOsKeychain } from '../../electron/keychain/os-keychain.ts';
import { compose, type RunningTerminal } from '../../electron/main/compose.ts';
import { readSecretsOf } from '../../electron/main/compose-secrets.ts';
import { newProfileId, openProfile } from '../../electron/main/profile.ts';
import type { TerminalId } from '../../shared/protocol/ids.ts';
import { problemCode } from '../../shared/terminal/problem.ts';
import type { StopView } from '../../shared/terminal/view/view.ts';
import { type CentralStandIn, tokenOf } from '../kill/central-stand-in.ts';
import { type Driver, makeDriver } from '../kill/drive-terminal.ts';
import { type Found, inspectStore } from '../kill/inspect-store.ts';
import { type Fault, makeInvariantsChecker } from '../kill/invariants.ts';
import { reportDerivations } from '../kill/reported-argon2id.ts';
import type { Aim, Said } from '../kill/said.ts';
import type { DiskControl, DiskFault } from './disk-control.ts';
import { keychainItems, setKeychainItems } from './modelled-keychain.ts';
import type { Files } from './power-loss.ts';

/** A terminal as it was left at some moment, with what had been said until then. */
export interface Base {
  /** Null: there is no profile yet. */
  readonly folder: string | null;
  readonly keychain: ReadonlyMap<string, string>;
  /** Puts central back to how it was. */
  readonly central: () => void;
  readonly said: readonly Said[];
  readonly found: Found | null;
}

/** What is done with a running terminal; it may end early, blocked. */
export type Act = (driver: Driver) => Promise<void>;

export interface Trial {
  readonly said: readonly Said[];
  readonly calls: number;
  readonly failed: number;
  /** The keychain at its end. */
  readonly keychain: ReadonlyMap<string, string>;
}

const LONGEST_MS = 10_000;
const FILES = ['profile.json', 'profile.json.new', 'store.db', 'store.db-wal', 'store.db-journal'];

export const filesOf = (folder: string): Files =>
  new Map(
    FILES.filter((name) => existsSync(path.join(folder, name))).map((name) => [
      name,
      readFileSync(path.join(folder, name)),
    ]),
  );

export const writeFiles = (folder: string, files: Files): void => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of files) writeFileSync(path.join(folder, name), content);
};

const ended = <T>(work: Promise<T>): Promise<T | 'hung'> => {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<'hung'>((resolve) => {
    timer = setTimeout(() => resolve('hung'), LONGEST_MS);
  });
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
};

let unexpected: (error: unknown) => void = () => undefined;
/** What nobody catches goes to whoever runs at the moment, as the app has it. */
export const catchTheUnexpected = (): void => {
  process.on('uncaughtException', (error) => unexpected(error));
  process.on('unhandledRejection', (error) => unexpected(error));
};

const carriesProblem = z.object({ problem: problemCode });

const start = async (
  folder: string,
  say: (said: Said) => void,
): Promise<{ driver: Driver; terminal: RunningTerminal | null }> => {
  const driver = makeDriver(say);
  // As the app has it: an error that carries a problem is shown as that; any other is none of ours.
  unexpected = (error) => {
    const { data } = carriesProblem.safeParse(error);
    if (data === undefined) say({ said: 'exception', text: String(error) });
    driver.block(data?.problem ?? 'internal');
  };
  try {
    const profile = openProfile(folder, newProfileId);
    const keychain = openOsKeychain();
    const opened = await compose({
      profile,
      keychain,
      secrets: readSecretsOf(keychain, profile),
      scanners: [],
      appFolder: folder,
      testOnly: true,
      diagnostics: () => undefined,
      releases: null,
      changed: driver.changed,
      scanned: () => undefined,
      isOnline: () => false,
      proxiesFor: async () => 'DIRECT',
    });
    if (!opened.ok) {
      driver.block(opened.error);
      return { driver, terminal: null };
    }
    opened.value.start();
    await opened.value.check();
    driver.take(opened.value);
    say({ said: 'ready' });
    return { driver, terminal: opened.value };
  } catch (error) {
    unexpected(error);
    return { driver, terminal: null };
  }
};

/** Starts a terminal, acts, and ends it, all under the disk's control. */
export const runTrial = async (
  folder: string,
  act: Act,
  say: (said: Said) => void,
  control?: { readonly disk: DiskControl; readonly fault?: DiskFault; readonly dieAt?: number },
): Promise<Trial> => {
  const said: Said[] = [];
  const sayAlso = (one: Said): void => {
    said.push(one);
    say(one);
  };
  control?.disk.watch(folder, control.fault, control.dieAt);
  const { driver, terminal } = await start(folder, sayAlso);
  reportDerivations(() => sayAlso({ said: 'trying' }));
  try {
    if (!driver.isBlocked() && (await ended(act(driver))) === 'hung') {
      sayAlso({ said: 'exception', text: 'it neither goes on nor says why not' });
    }
  } catch (error) {
    unexpected(error);
  }
  reportDerivations(() => undefined);
  const calls = control?.disk.counted() ?? { calls: 0, failed: 0 };
  const keychain = keychainItems();
  // What an ending process writes is part of it, but nobody sees any more what becomes of it.
  await terminal?.shutDown().catch(() => undefined);
  const all = control?.disk.counted() ?? calls;
  control?.disk.leave();
  unexpected = () => undefined;
  return { said, ...all, keychain };
};

/** Lays out a base in a folder, keychain and central as they were. */
export const layOut = (base: Base, folder: string): void => {
  rmSync(folder, { recursive: true, force: true });
  if (base.folder !== null) cpSync(base.folder, folder, { recursive: true });
  setKeychainItems(base.keychain);
  base.central();
};

/**
 * Starts what was left once more, without faults, and checks that nothing of what was said is lost
 * or doubled. `said`: since the base.
 */
export const autopsy = async (
  base: Base,
  said: readonly Said[],
  folder: string,
  keychain: ReadonlyMap<string, string>,
): Promise<Fault[]> => {
  setKeychainItems(keychain);
  const checker = makeInvariantsChecker();
  const faults = base.found === null ? [] : checker.check(base.said, base.found);
  // While the disk fails, a problem on the screen is the right answer; `internal` never is one.
  const answered = said.filter((one) => one.said !== 'blocked' || one.problem === 'internal');
  const again: Said[] = [];
  const { terminal } = await start(folder, (one) => void again.push(one));
  await terminal?.shutDown();
  const found = await inspectStore(folder, null);
  return [...faults, ...checker.check([...answered, ...again], found)];
};

/** Any stop that can still be handed over. */
const openStop = (driver: Driver, nth = 0): StopView => {
  const open = driver.stops().filter(({ state }) => state !== 'handed-over' && state !== 'locked');
  const stop = open[nth % open.length];
  if (stop === undefined) throw new Error('no stop is open');
  return stop;
};
export const scanning =
  (...aims: readonly Aim[]): Act =>
  async (driver) => {
    for (const [i, aim] of aims.entries()) {
      if (driver.isBlocked()) return;
      await driver.scan(aim, openStop(driver), i, openStop(driver, 1));
    }
  };
export const docking: Act = async (driver) => void (await driver.dock());

/** The terminals that trials begin with, made by living through their beginning. */
export const makeBases = async (folder: string, central: CentralStandIn) => {
  const profile = path.join(folder, 'made');
  const said: Said[] = [];
  const keep = async (name: string, live = profile): Promise<Base> => {
    const kept = path.join(folder, name);
    if (live !== kept) cpSync(live, kept, { recursive: true });
    const keychain = keychainItems();
    const found = await inspectStore(kept, path.join(folder, 'look'));
    if (typeof found === 'string') throw new Error(`a base cannot be made: ${found}`);
    return { folder: kept, keychain, central: central.remember(), said: [...said], found };
  };
  const live = (act: Act) => runTrial(profile, act, (one) => void said.push(one));
  const none = new Map<string, string>();
  setKeychainItems(none);
  const nothing: Base = {
    folder: null,
    keychain: none,
    central: central.remember(),
    said: [],
    found: null,
  };
  await live(async () => undefined);
  const created = await keep('created');
  const enrolling: Act = async (driver) =>
    void (await driver.enrol(central.enrolmentCode(tokenOf(1), 'https://central.example')));
  await live(enrolling);
  await live(scanning('right', 'wrong', 'wrong', 'mistyped', 'exception'));
  const docked = await keep('docked');
  // Left while it ran: its newest entries are in the write-ahead log only.
  let unclosed = docked;
  await live(async (driver) => {
    await scanning('right', 'wrong', 'other')(driver);
    unclosed = await keep('unclosed');
  });
  const id = [...(docked.found?.entries ?? [])][0]?.entry.terminal as TerminalId;
  await central.grow(id);
  const waiting = await keep('waiting');
  return { nothing, created, docked, unclosed, waiting, enrolling };
};
export type Bases = Awaited<ReturnType<typeof makeBases>>;

export interface Scenario {
  readonly name: string;
  readonly base: Base;
  readonly act: Act;
}

/** Everything that writes: each is a start, one act, and an ending. */
export const scenariosOf = (bases: Bases): readonly Scenario[] => [
  { name: 'creation of the store', base: bases.nothing, act: async () => undefined },
  { name: 'enrolment and first docking', base: bases.created, act: bases.enrolling },
  { name: 'acceptance', base: bases.docked, act: scanning('right') },
  { name: 'wrong code', base: bases.docked, act: scanning('wrong') },
  { name: 'override', base: bases.docked, act: scanning('override') },
  { name: 'exception', base: bases.docked, act: scanning('exception') },
  { name: 'docking', base: bases.waiting, act: docking },
  { name: 'start after a crash', base: bases.unclosed, act: scanning('right', 'mistyped') },
];

/** A run in which much is accepted: what power losses are cut from. */
export const longRun = (bases: Bases): Scenario => ({
  name: 'several hand-overs',
  base: bases.waiting,
  act: async (driver) => {
    await scanning('right', 'wrong', 'right')(driver);
    if (!driver.isBlocked()) await docking(driver);
    if (!driver.isBlocked()) await scanning('right', 'override', 'exception', 'right')(driver);
  },
});
