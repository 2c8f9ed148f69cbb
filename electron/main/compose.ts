import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { agreementKey, makeSigner } from '../../shared/crypto/keys.ts';
import type { Instant, StaffId } from '../../shared/ids.ts';
import type { ScreenView, UnsentView } from '../../shared/ipc/view.ts';
import type { ProblemCode } from '../../shared/problem.ts';
import { ok, type Result } from '../../shared/result.ts';
import { checkAnchor, checkKeys, decideOpening } from '../app/open-terminal.ts';
import type { Diagnostics } from '../app/ports.ts';
import { makeTerminal, type Terminal } from '../app/terminal.ts';
import { makeCentralClient } from '../central-client/central-client.ts';
import { makeSystemClock } from '../clock/system-clock.ts';
import { nativeArgon2id } from '../crypto/native-argon2id.ts';
import { openOsKeychain } from '../keychain/os-keychain.ts';
import {
  createKeys,
  deleteSecrets,
  makeAnchorKeeper,
  readKeys,
} from '../keychain/terminal-secrets.ts';
import { startSerialScanner } from '../scanner/serial-scanner.ts';
import { openStore } from '../store/open-store.ts';
import { makeUpdateFiles } from '../update-files/update-files.ts';
import { eraseFiles, erasingIn, type Profile } from './profile.ts';
import type { ReleaseSource } from './release-source.ts';

export type Settings = {
  readonly profile: Profile;
  /** Serial paths of scanners; without any, they are looked for. */
  readonly scanners: readonly string[];
  readonly appFolder: string;
  readonly testOnly: boolean;
  readonly diagnostics: Diagnostics;
  /** Whose releases this build takes; null: nobody's. */
  readonly releases: ReleaseSource | null;
  /** Called, with any number of changes taken together, when there is a new view to show. */
  readonly changed: () => void;
  /** Whether IT is at work on the screen. */
  readonly atDesk: () => boolean;
  readonly itBadge: (staff: StaffId) => void;
  /** Whether the operating system has a network at all. */
  readonly isOnline: () => boolean;
};

export type RunningTerminal = Terminal & {
  /** The scanners are somewhere else, or to be found. */
  readonly useScanners: (paths: readonly string[]) => void;
  /** The machine was asleep. */
  readonly wake: () => void;
  readonly shutDown: () => Promise<void>;
};

/** What is shown while there is no terminal to ask. */
export const bareView = (screen: ScreenView, testOnly: boolean): UnsentView => ({
  status: {
    network: 'offline',
    waiting: { entries: 0, since: null },
    scanner: 'searching',
    scannerProblem: null,
    leaseEnds: null,
    clockWrong: false,
  },
  screen,
  testOnly,
});

const random = (bytes: number): Uint8Array => new Uint8Array(randomBytes(bytes));

/** Where a runtime below Node-API 10 finds its build of SQLite; elsewhere the packaged one is used. */
const sqliteBinding = (appFolder: string): string | undefined =>
  Number(process.versions['napi']) < 10
    ? join(appFolder, 'out', 'native', 'better_sqlite3.napi9.node').replace(
        'app.asar',
        'app.asar.unpacked',
      )
    : undefined;

/**
 * Puts the terminal together: the one place that knows every concrete part. Fails closed, with the
 * problem that a person has to solve, if keychain or store are not as they were left.
 */
export const compose = async (
  settings: Settings,
): Promise<Result<RunningTerminal, ProblemCode>> => {
  const { profile, diagnostics } = settings;
  const keychain = openOsKeychain();
  const anchors = makeAnchorKeeper(keychain, profile.id);
  const found = await readKeys(keychain, profile.id);
  if (!found.ok) return found;
  const heads = await anchors.read();
  if (!heads.ok) return heads;
  const there = {
    keys: found.value !== null,
    store: existsSync(profile.store),
    heads: heads.value,
  };
  const opening = decideOpening(there);
  if (!opening.ok) return opening;
  const keys =
    found.value === null ? await createKeys(keychain, profile.id, random) : ok(found.value);
  if (!keys.ok) return keys;

  const { storeKey, signingSeed, agreementSecret } = keys.value;
  const opened = openStore(profile.store, storeKey, sqliteBinding(settings.appFolder));
  storeKey.fill(0);
  if (!opened.ok) return opened;
  const store = opened.value;
  const signer = makeSigner(signingSeed);
  const ownAgreementKey = agreementKey(agreementSecret);
  const own = checkKeys(store, { signingKey: signer.publicKey, agreementKey: ownAgreementKey });
  const anchored = own.ok ? await checkAnchor(store, anchors) : own;
  if (!anchored.ok) {
    store.close();
    return anchored;
  }

  const clock = makeSystemClock();
  const central = makeCentralClient({ signer, clock, random, patienceMs: 30_000 });
  const terminal = makeTerminal({
    store,
    anchors,
    clock,
    signer,
    agreementSecret,
    agreementKey: ownAgreementKey,
    central,
    argon2id: nativeArgon2id,
    random: Math.random,
    randomBytes: random,
    diagnostics,
    startOfDay: (at) => new Date(at).setHours(0, 0, 0, 0) as Instant,
    testOnly: settings.testOnly,
    rolledBack: anchored.value,
    atDesk: settings.atDesk,
    isOnline: settings.isOnline,
    itBadge: settings.itBadge,
    updates: settings.releases && {
      ...settings.releases,
      feed: central,
      files: makeUpdateFiles(join(profile.folder, 'updates')),
    },
    changed: settings.changed,
  });
  const startScanner = (paths: readonly string[]) =>
    startSerialScanner({
      paths,
      onScan: (scan, signal) =>
        scan === 'overlong'
          ? terminal.noise(signal)
          : terminal.scan(scan.payload, scan.symbology, signal),
      onReading: terminal.showReading,
      isWatched: terminal.isTestingScanner,
      onStatus: terminal.scannerStatus,
      diagnostics,
    });
  let scanner = Promise.resolve(startScanner(settings.scanners));
  return ok({
    ...terminal,
    useScanners: (paths) => {
      scanner = scanner.then(async (before) => {
        await before.stop();
        return startScanner(paths);
      });
    },
    wake: () => void scanner.then(({ wake }) => wake()),
    shutDown: async () => {
      terminal.stop();
      await (await scanner).stop();
      store.close();
    },
  });
};

/**
 * Deletes a profile whose deletion was begun, keys first: without them nobody reads the rest.
 */
export const finishErasing = async (folder: string): Promise<Result<null, ProblemCode>> => {
  const id = erasingIn(folder);
  if (id === null) return ok(null);
  const deleted = await deleteSecrets(openOsKeychain(), id);
  if (deleted.ok) eraseFiles(folder);
  return deleted;
};

/** A new name for a profile's keys. */
export const newProfileId = (): string => randomUUID();
