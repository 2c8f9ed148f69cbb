import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { openOsKeychain } from '../../electron/keychain/os-keychain.ts';
import { compose, type RunningTerminal } from '../../electron/main/compose.ts';
import { readSecretsOf } from '../../electron/main/compose-secrets.ts';
import { newProfileId, openProfile } from '../../electron/main/profile.ts';
import type { DeliveryId, Random16 } from '../../shared/protocol/ids.ts';
import type { Purpose } from '../../shared/protocol/verdict.ts';
import { problemCode } from '../../shared/terminal/problem.ts';
import type { StopView } from '../../shared/terminal/view/view.ts';
import { makeCustomers } from '../kill/customers.ts';
import { type Driver, makeDriver } from '../kill/drive-terminal.ts';
import { type Found, inspectStore } from '../kill/inspect-store.ts';
import { type Fault, makeInvariantsChecker } from '../kill/invariants.ts';
import { reportDerivations } from '../kill/reported-argon2id.ts';
import type { Aim, Said } from '../kill/said.ts';
import type { Moment, Recording } from './bases.ts';
import type { DiskControl, DiskFault } from './disk-control.ts';
import { keychainItems, setKeychainItems } from './modelled-keychain.ts';
import type { Files } from './power-loss.ts';
import { playBack } from './recorded-central.ts';

/** A terminal as it was left at some moment, with what had been said until then. */
export interface Base {
  /** Null: there is no profile yet. */
  readonly folder: string | null;
  readonly keychain: ReadonlyMap<string, string>;
  /** What central signed the time for at this moment, if a docking followed. */
  readonly nonce: Random16 | null;
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

/** Whom the driver of all trials meets. */
export const customers = makeCustomers();

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
  const driver = makeDriver(say, customers);
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
      version: '1.4.0',
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
export const layOut = (
  base: Base,
  folder: string,
  { answers }: Pick<Recording, 'answers'>,
): void => {
  rmSync(folder, { recursive: true, force: true });
  if (base.folder !== null) cpSync(base.folder, folder, { recursive: true });
  setKeychainItems(base.keychain);
  playBack(answers, base.nonce);
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
  { presenceKeys }: Pick<Recording, 'presenceKeys'>,
): Promise<Fault[]> => {
  setKeychainItems(keychain);
  const known = new Map(presenceKeys.map((one) => [one.delivery, one]));
  const erased = (of: DeliveryId, purpose: Purpose) => known.get(of)?.[purpose] ?? null;
  const checker = makeInvariantsChecker();
  const faults = base.found === null ? [] : checker.check(base.said, base.found, erased);
  // While the disk fails, a problem on the screen is the right answer; `internal` never is one.
  const answered = said.filter((one) => one.said !== 'blocked' || one.problem === 'internal');
  const again: Said[] = [];
  const { terminal } = await start(folder, (one) => void again.push(one));
  await terminal?.shutDown();
  const found = await inspectStore(folder, null);
  return [...faults, ...checker.check([...answered, ...again], found, erased)];
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

/** The terminals that trials begin with, as they were recorded in a folder. */
export const readBases = async (folder: string, recording: Recording, scratch: string) => {
  customers.learn(recording.codes);
  const read = async ({ folder: at, keychain, ...rest }: Moment): Promise<Base> => {
    const items = new Map(keychain);
    if (at === null) return { ...rest, folder: null, keychain: items, found: null };
    setKeychainItems(items);
    const found = await inspectStore(path.join(folder, at), scratch);
    if (typeof found === 'string') throw new Error(`a base does not open: ${found}`);
    return { ...rest, folder: path.join(folder, at), keychain: items, found };
  };
  const { nothing, created, docked, unclosed, waiting, long } = recording.moments;
  return {
    nothing: await read(nothing),
    created: await read(created),
    docked: await read(docked),
    unclosed: await read(unclosed),
    waiting: await read(waiting),
    long: await read(long),
    enrolling: async (driver: Driver) => void (await driver.enrol(recording.enrolment)),
  };
};
export type Bases = Awaited<ReturnType<typeof readBases>>;

export interface Scenario {
  readonly name: string;
  readonly base: Base;
  readonly act: Act;
  /** A docking is in it, which has to come to its end if nothing fails. */
  readonly docks?: true;
}

/** Everything that writes: each is a start, one act, and an ending. */
export const scenariosOf = (bases: Bases): readonly Scenario[] => [
  { name: 'creation of the store', base: bases.nothing, act: async () => undefined },
  { name: 'enrolment and first docking', base: bases.created, act: bases.enrolling, docks: true },
  { name: 'acceptance', base: bases.docked, act: scanning('right') },
  { name: 'wrong code', base: bases.docked, act: scanning('wrong') },
  { name: 'override', base: bases.docked, act: scanning('override') },
  { name: 'exception', base: bases.docked, act: scanning('exception') },
  { name: 'docking', base: bases.waiting, act: docking, docks: true },
  { name: 'start after a crash', base: bases.unclosed, act: scanning('right', 'mistyped') },
];

/** What is done in a run in which much is accepted. */
export const longAct: Act = async (driver) => {
  await scanning('right', 'wrong', 'right')(driver);
  if (!driver.isBlocked()) await docking(driver);
  if (!driver.isBlocked()) await scanning('right', 'override', 'exception', 'right')(driver);
};

/** What power losses are cut from. */
export const longRun = ({ long }: Bases): Scenario => ({
  name: 'several hand-overs',
  base: long,
  act: longAct,
  docks: true,
});
