import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Instant, StaffId } from '../../shared/ids.ts';
import type { ProblemCode } from '../../shared/problem.ts';
import { ok, type Result } from '../../shared/result.ts';
import {
  checkContents,
  checkHead,
  checkKeys,
  decideOpening,
  type StoreCheck,
} from '../app/open-terminal.ts';
import type { Diagnostics } from '../app/ports.ts';
import { makeTerminal, type Terminal } from '../app/terminal.ts';
import { readAuthorities } from '../central-client/authorities.ts';
import { makeCentralClient } from '../central-client/central-client.ts';
import { makeReach } from '../central-client/reach.ts';
import { makeSystemClock } from '../clock/system-clock.ts';
import { nativeArgon2id } from '../crypto/native-argon2id.ts';
import { makeNativeAgreement, makeNativeSigner } from '../crypto/native-keys.ts';
import { openOsKeychain } from '../keychain/os-keychain.ts';
import { createKeys, makeAnchorKeeper, type Secrets } from '../keychain/terminal-secrets.ts';
import { openStore } from '../store/open-store.ts';
import { makeUpdateFiles } from '../update-files/update-files.ts';
import type { Profile } from './profile.ts';
import type { ReleaseSource } from './release-source.ts';

export type Settings = {
  readonly profile: Profile;
  /** What the keychain has of it, which is being read. */
  readonly secrets: Promise<Result<Secrets, ProblemCode>>;
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
  /** The proxies that the system has for an address, as browsers say them. */
  readonly proxiesFor: (url: string) => Promise<string>;
};

export type RunningTerminal = Omit<Terminal, 'checked'> & {
  /** Opens the scanners, once. */
  readonly start: () => void;
  /**
   * Holds the store against its log, once. Until it is done nothing is written, and nobody should
   * be listened to: scans wait by themselves.
   */
  readonly check: () => Promise<void>;
  /** The scanners are somewhere else, or to be found. */
  readonly useScanners: (paths: readonly string[]) => void;
  /** The machine was asleep. */
  readonly wake: () => void;
  readonly shutDown: () => Promise<void>;
};

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
  const found = await settings.secrets;
  if (!found.ok) return found;
  const { heads } = found.value;
  const there = { keys: found.value.keys !== null, store: existsSync(profile.store), heads };
  const opening = decideOpening(there);
  if (!opening.ok) return opening;
  const keys =
    found.value.keys === null
      ? await createKeys(keychain, profile.id, random)
      : ok(found.value.keys);
  if (!keys.ok) return keys;

  const { storeKey, signingSeed, agreementSecret } = keys.value;
  const opened = openStore(profile.store, storeKey, sqliteBinding(settings.appFolder));
  storeKey.fill(0);
  if (!opened.ok) return opened;
  const store = opened.value;
  const signer = makeNativeSigner(signingSeed);
  signingSeed.fill(0);
  const agreement = makeNativeAgreement(agreementSecret);
  agreementSecret.fill(0);
  const own = checkKeys(store, {
    signingKey: signer.publicKey,
    agreementKey: agreement.publicKey,
  });
  const head = own.ok ? await checkHead(store, anchors, heads) : own;
  if (!head.ok) {
    store.close();
    return head;
  }

  let startCheck = (): void => undefined;
  const storeCheck = new Promise<StoreCheck>((found) => {
    startCheck = () => found(head.value === null ? checkContents(store) : head);
  });
  const clock = makeSystemClock();
  const central = makeCentralClient({
    signer,
    clock,
    random,
    reach: makeReach({
      authorities: readAuthorities,
      proxiesFor: settings.proxiesFor,
      patienceMs: 30_000,
    }),
  });
  const terminal = makeTerminal({
    store,
    anchors,
    clock,
    signer,
    agreement,
    central,
    argon2id: nativeArgon2id,
    random: Math.random,
    randomBytes: random,
    diagnostics,
    startOfDay: (at) => new Date(at).setHours(0, 0, 0, 0) as Instant,
    testOnly: settings.testOnly,
    storeCheck,
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
  const { checked, ...heard } = terminal;
  let checking: Promise<void> | null = null;
  const check = (): Promise<void> => {
    if (checking === null) {
      checking = checked;
      startCheck();
    }
    return checking;
  };
  const startScanner = async (paths: readonly string[]) => {
    const { startSerialScanner } = await import('../scanner/serial-scanner.ts');
    return startSerialScanner({
      paths,
      onScan: (scan, signal) =>
        void check().then(() =>
          scan === 'overlong'
            ? terminal.noise(signal)
            : terminal.scan(scan.payload, scan.symbology, signal),
        ),
      onReading: terminal.showReading,
      isWatched: terminal.isTestingScanner,
      onStatus: terminal.scannerStatus,
      diagnostics,
    });
  };
  let scanner: ReturnType<typeof startScanner> | null = null;
  const start = (): void => {
    scanner ??= startScanner(settings.scanners);
  };
  // What is known already is not shown as anything else first.
  if (head.value !== null) await check();
  return ok({
    ...heard,
    start,
    check,
    useScanners: (paths) => {
      const before = scanner;
      scanner = (async () => {
        await (await before)?.stop();
        return startScanner(paths);
      })();
    },
    wake: () => void scanner?.then(({ wake }) => wake()),
    shutDown: async () => {
      await (await scanner)?.stop();
      // What the check begins is stopped as well.
      await checking;
      terminal.stop();
      store.close();
    },
  });
};
