import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ok, type Result } from '../../shared/result.ts';
import type { ProblemCode } from '../../shared/terminal/problem.ts';
import { type OpenTerminal, openTerminal } from '../app/open.ts';
import type { Diagnostics } from '../app/ports/diagnostics.ts';
import type { Station } from '../app/station.ts';
import { makeCentralClient } from '../central-client/central-client.ts';
import type { Reach } from '../central-client/reach.ts';
import { reachOnceLoaded } from '../central-client/reach-once-loaded.ts';
import { machineZone } from '../clock/machine-zone.ts';
import { makeSystemClock } from '../clock/system-clock.ts';
import { nativeArgon2id } from '../crypto/native-argon2id.ts';
import { makeNativeAgreement, makeNativeSigner } from '../crypto/native-keys.ts';
import { nativeVerify } from '../crypto/native-verify.ts';
import type { Keychain } from '../keychain/os-keychain.ts';
import { createKeys, makeAnchorKeeper } from '../keychain/terminal-secrets.ts';
import { nextTurn } from '../next-turn.ts';
import { openStore } from '../store/open-store.ts';
import { makeUpdateFiles } from '../update-files/update-files.ts';
import type { FoundSecrets } from './compose-secrets.ts';
import type { Profile } from './profile.ts';
import type { ReleaseSource } from './release-source.ts';

export type ComposeParts = {
  readonly profile: Profile;
  readonly keychain: Keychain;
  /** What the keychain has of it, which is being read. */
  readonly secrets: Promise<Result<FoundSecrets, ProblemCode>>;
  /** Serial paths of scanners; without any, they are looked for. */
  readonly scanners: readonly string[];
  readonly appFolder: string;
  /** The version of the app. */
  readonly version: string;
  readonly testOnly: boolean;
  readonly diagnostics: Diagnostics;
  /** Whose releases this build takes; null: nobody's. */
  readonly releases: ReleaseSource | null;
  /** Called, with any number of changes taken together, when there is a new view to show. */
  readonly changed: () => void;
  readonly scanned: Station['scanned'];
  /** Whether the operating system has a network at all. */
  readonly isOnline: () => boolean;
  /** The proxies that the system has for an address, as browsers say them. */
  readonly proxiesFor: (url: string) => Promise<string>;
};

export type RunningTerminal = OpenTerminal & {
  /** Opens the scanners, once. */
  readonly start: () => void;
  /** The scanners are somewhere else, or to be found. */
  readonly useScanners: (paths: readonly string[]) => void;
  /** The machine was asleep. */
  readonly wake: () => void;
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

/** Linux draws an id for each boot; what Windows has for one may stay the same over boots. */
const bootFileOf = ({ folder }: Profile): string | null =>
  process.platform === 'win32' ? join(folder, 'boot.json') : null;

/** The network by the system's own means, loaded with the first request: no start waits for it. */
const reachBy = (proxiesFor: ComposeParts['proxiesFor']): Reach =>
  reachOnceLoaded(async () => {
    const { makeReach } = await import('../central-client/reach.ts');
    const { readAuthorities } = await import('../central-client/authorities.ts');
    return makeReach({ authorities: readAuthorities, proxiesFor, patienceMs: 30_000 });
  });

/**
 * Opens the terminal with its real ports, and the scanners before it: the one place that knows every
 * concrete part.
 */
export const compose = async (
  parts: ComposeParts,
): Promise<Result<RunningTerminal, ProblemCode>> => {
  const { profile, keychain, diagnostics } = parts;
  // Slow to find out; the keychain's answer is on its way meanwhile.
  const zone = machineZone();
  await nextTurn();
  const secrets = await parts.secrets;
  await nextTurn();
  if (!secrets.ok) return secrets;
  const opened = await openTerminal({
    secrets: secrets.value,
    createKeys: () => createKeys(keychain, profile.id, secrets.value.machine, random),
    anchors: makeAnchorKeeper(keychain, profile.id),
    hasStore: existsSync(profile.store),
    openStore: (key) => openStore(profile.store, key, sqliteBinding(parts.appFolder)),
    makeSigner: makeNativeSigner,
    makeAgreement: makeNativeAgreement,
    equip: ({ signer }) => {
      const clock = makeSystemClock({ bootFile: bootFileOf(profile) });
      const central = makeCentralClient({
        signer,
        verify: nativeVerify,
        clock,
        random,
        reach: reachBy(parts.proxiesFor),
        app: parts.version,
      });
      return {
        clock,
        central,
        argon2id: nativeArgon2id,
        random: Math.random,
        randomBytes: random,
        diagnostics,
        machineZone: zone,
        testOnly: parts.testOnly,
        isOnline: parts.isOnline,
        updates: parts.releases && {
          ...parts.releases,
          feed: central,
          files: makeUpdateFiles(join(profile.folder, 'updates')),
        },
        changed: parts.changed,
      };
    },
  });
  await nextTurn();
  if (!opened.ok) return opened;
  const terminal = opened.value;
  const startScanner = async (paths: readonly string[]) => {
    const { startSerialScanner } = await import('../scanner/serial-scanner.ts');
    return startSerialScanner({
      paths,
      onScan: parts.scanned,
      onReading: terminal.showReading,
      isWatched: terminal.isTestingScanner,
      onStatus: terminal.scannerStatus,
      diagnostics,
    });
  };
  let scanner: ReturnType<typeof startScanner> | null = null;
  const start = (): void => {
    scanner ??= startScanner(parts.scanners);
  };
  return ok({
    ...terminal,
    start,
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
      await terminal.shutDown();
    },
  });
};
