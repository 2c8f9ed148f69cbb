import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { TestDepot } from '../../central/src/testing/test-depot.ts';
import { type PrivateKeyring, startPrivateKeyring } from '../../e2e/support/private-keyring.ts';
import type { TerminalId } from '../../shared/protocol/ids.ts';
import { problemCode } from '../../shared/terminal/problem.ts';
import { processesWith } from '../support/find-processes.ts';
import type { Home } from '../support/terminal.ts';
import { type Probe, type ProbeAnswer, type ProbeCommand, startProbe } from './drive-probe.ts';

/** What one state of the keychain came to. */
export type StateOutcome = {
  readonly name: string;
  readonly faults: readonly string[];
  /** What was said, for people. */
  readonly said: string;
};

/**
 * How long an answer may take, and how long the main thread may do nothing else: it shares two
 * cores with everything else here, and a thread that waits for a keychain is stopped for seconds.
 */
const PATIENCE_MS = 17_000;
const BLOCK_MS = 500;

type Stage = {
  readonly depot: TestDepot;
  readonly keyring: PrivateKeyring;
  readonly home: Home;
  /** Starts a terminal on this keychain; it is ended with the stage. */
  readonly probe: () => Probe;
  readonly daemon: () => number;
};

/** What was answered must be a problem with a code, in time, with the window awake. */
const faultsOf = (what: string, { said, ms, blockedMs, error }: ProbeAnswer): string[] => {
  const faults: string[] = [];
  if (said === 'threw') faults.push(`${what}: threw ${error}`);
  else if (!problemCode.safeParse(said).success) faults.push(`${what}: said ${said}`);
  else if (said === 'internal') faults.push(`${what}: no sentence for people`);
  if (ms > PATIENCE_MS) faults.push(`${what}: took ${Math.round(ms)} ms`);
  if (blockedMs > BLOCK_MS) faults.push(`${what}: blocked for ${Math.round(blockedMs)} ms`);
  return faults;
};

const readsPlain = (folder: string): string[] =>
  readdirSync(folder)
    .filter((file) => readFileSync(path.join(folder, file)).includes('SQLite format 3'))
    .map((file) => `${file} is not encrypted`);

const must = async (probe: Probe, command: Parameters<Probe['ask']>[0], said: string) => {
  const answer = await probe.ask(command);
  if (answer.said !== said) throw new Error(`${command.do}: ${JSON.stringify(answer)}`);
};

/** What shows a customer's code at a stop. */
type ShowAt = (stop: number) => ProbeCommand;

/** A terminal with a route, running, and its customers. */
const prepared = async ({ probe, depot }: Stage): Promise<{ running: Probe; showAt: ShowAt }> => {
  const running = probe();
  await must(running, { do: 'open' }, 'ok');
  const enrolled = await running.ask({ do: 'enrol', code: await depot.newEnrolmentCode() });
  await depot.giveStops(enrolled.said as TerminalId, [{}, {}, {}]);
  await must(running, { do: 'dock' }, 'ok');
  const codes: string[] = [];
  for (const issued of await depot.issuesOf(enrolled.said as TerminalId)) {
    codes.push(Buffer.from(await depot.codeOf(issued)).toString('latin1'));
  }
  const showAt: ShowAt = (stop) => ({ do: 'judge', stop, code: codes[stop - 1] ?? '' });
  await must(running, showAt(1), 'accepted');
  return { running, showAt };
};

/** When the keychain is well again, nothing is lost and nothing counts twice. */
const recovers = async ({ probe }: Stage, showAt: ShowAt, shown: string): Promise<string[]> => {
  const again = probe();
  const opened = await again.ask({ do: 'open' });
  if (opened.said !== 'ok') return [`afterwards it does not open: ${opened.said}`];
  const first = await again.ask(showAt(1));
  if (first.said !== 'already-used') return [`an acceptance that was shown is lost: ${first.said}`];
  const second = await again.ask(showAt(2));
  const third = await again.ask(showAt(2));
  const once =
    (second.said === 'accepted' || second.said === 'already-used') && third.said === 'already-used';
  const faults = once ? [] : [`afterwards: ${second.said}, then ${third.said}`];
  if (shown === 'accepted' && second.said === 'accepted') faults.push('it was accepted twice');
  return faults;
};

/** A keychain that fails while a code is being judged, then is well again. */
const inMidRun = async (
  stage: Stage,
  fail: () => Promise<unknown>,
  heal: () => Promise<unknown>,
): Promise<Omit<StateOutcome, 'name'>> => {
  const { running, showAt } = await prepared(stage);
  await fail();
  const judged = await running.ask(showAt(2));
  const atStart = await stage.probe().ask({ do: 'open' });
  await heal();
  await running.end();
  return {
    said: `${judged.said}; at a start: ${atStart.said}`,
    faults: [
      ...faultsOf('while judging', judged),
      ...faultsOf('at a start', atStart),
      ...readsPlain(stage.home.folder),
      ...(await recovers(stage, showAt, judged.said)),
    ],
  };
};

/** Locks it as its owner would, from outside, while a program is using it. */
const lock = async ({ keyring }: Stage): Promise<void> => {
  const call = ['--session', '--dest=org.freedesktop.secrets', '--print-reply'];
  const method = ['/org/freedesktop/secrets', 'org.freedesktop.Secret.Service.Lock'];
  const collection = 'array:objpath:/org/freedesktop/secrets/collection/login';
  await promisify(execFile)('dbus-send', [...call, ...method, collection], {
    env: { ...process.env, ...keyring.env },
  });
};

const reloadBus = async ({ keyring }: Stage, change: (config: string) => string): Promise<void> => {
  const config = path.join(keyring.env['HOME'] ?? '', 'bus.conf');
  writeFileSync(config, change(readFileSync(config, 'utf8')));
  const call = ['--session', '--dest=org.freedesktop.DBus', '--print-reply', '/'];
  await promisify(execFile)('dbus-send', [...call, 'org.freedesktop.DBus.ReloadConfig'], {
    env: { ...process.env, ...keyring.env },
  });
};
const DENY = '<deny send_destination="org.freedesktop.secrets"/>';

/** The states that are tried, each on a keychain of its own. */
const STATES: Readonly<Record<string, (stage: Stage) => Promise<Omit<StateOutcome, 'name'>>>> = {
  'locked while judging': (stage) => inMidRun(stage, () => lock(stage), stage.keyring.unlock),
  'started anew while judging': (stage) =>
    inMidRun(stage, stage.keyring.lock, stage.keyring.unlock),
  'ended while judging': (stage) =>
    inMidRun(
      stage,
      async () => {
        process.kill(stage.daemon(), 'SIGKILL');
        await wait(200);
      },
      stage.keyring.unlock,
    ),
  'denied while judging': (stage) =>
    inMidRun(
      stage,
      () => reloadBus(stage, (config) => config.replace('</policy>', `${DENY}</policy>`)),
      () => reloadBus(stage, (config) => config.replace(DENY, '')),
    ),
  'hanging while judging': async (stage) => {
    const daemon = stage.daemon();
    return inMidRun(
      stage,
      async () => process.kill(daemon, 'SIGSTOP'),
      async () => process.kill(daemon, 'SIGCONT'),
    );
  },
};

export const STATE_NAMES: readonly string[] = Object.keys(STATES);

/** Plays one state from a new keychain and a new terminal of a depot to its end. */
export const playState = async (name: string, depot: TestDepot): Promise<StateOutcome> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kerbside-keychain-'));
  const keyring = await startPrivateKeyring();
  const home: Home = { folder: path.join(folder, 'home'), profile: path.basename(folder) };
  const probes: Probe[] = [];
  const stage: Stage = {
    depot,
    keyring,
    home,
    probe: () => {
      const probe = startProbe(keyring, home);
      probes.push(probe);
      return probe;
    },
    daemon: () => {
      const mine = processesWith('HOME', keyring.env['HOME'] ?? '');
      const daemon = mine.find(({ command }) => command[0]?.includes('gnome-keyring-daemon'));
      if (daemon === undefined) throw new Error('the keyring is not running');
      return daemon.pid;
    },
  };
  try {
    const play = STATES[name];
    if (play === undefined) throw new Error(`there is no state ${name}`);
    return { name, ...(await play(stage)) };
  } finally {
    for (const probe of probes) await probe.end();
    await keyring.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};
