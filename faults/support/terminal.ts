import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { type ClockReading, makeReadClock } from '../../electron/app/clock/read-clock.ts';
import { makeClockWatch } from '../../electron/app/clock/watch-clock.ts';
import { makeDock } from '../../electron/app/dock/run-dock.ts';
import { makeVerifyScan, type VerifyScan } from '../../electron/app/door/verify-scan.ts';
import { enrol } from '../../electron/app/enrolment/enrol.ts';
import { makeLogWriter } from '../../electron/app/log/write-log.ts';
import { unlockStore } from '../../electron/app/open.ts';
import type { Central, TerminalRecord } from '../../electron/app/ports/central.ts';
import type { Clock } from '../../electron/app/ports/clock.ts';
import type { AnchorKeeper } from '../../electron/app/ports/keychain.ts';
import type { Store } from '../../electron/app/ports/store.ts';
import { nativeArgon2id } from '../../electron/crypto/native-argon2id.ts';
import { makeNativeAgreement, makeNativeSigner } from '../../electron/crypto/native-keys.ts';
import type { Keychain } from '../../electron/keychain/os-keychain.ts';
import {
  createKeys,
  makeAnchorKeeper,
  readKeys,
} from '../../electron/keychain/terminal-secrets.ts';
import { pepperOf, type Signer } from '../../shared/protocol/crypto/keys.ts';
import { parseEnrolmentCode } from '../../shared/protocol/enrolment/enrolment-code.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { DockState } from '../../shared/terminal/dock/dock.ts';
import type { ProblemCode } from '../../shared/terminal/problem.ts';
import { loadStore } from './load-store.ts';

/** Where a terminal's state is: its folder, and the name of its items in the keychain. */
export type Home = { readonly folder: string; readonly profile: string };

export const storeOf = ({ folder }: Home): string => path.join(folder, 'store.db');

export type TerminalOptions = {
  readonly home: Home;
  readonly keychain: Keychain;
  readonly clock: Clock;
  /** How it reaches central with its own key. */
  readonly central: (signer: Signer) => Central;
  /** Stands in front of the anchor keeper, so that a campaign can look at it or break it. */
  readonly anchors?: (real: AnchorKeeper) => AnchorKeeper;
};

/** The real terminal without a window and a scanner: its store, its keychain and its use-cases. */
export type OpenTerminal = {
  readonly store: Store;
  readonly signer: Signer;
  readonly readClock: () => ClockReading;
  readonly enrol: (code: string) => Promise<Result<unknown, ProblemCode>>;
  /** Only once it is enrolled. */
  readonly judge: VerifyScan['judge'];
  readonly refuse: VerifyScan['refuse'];
  /** What the app does before it takes an input: notes a wall clock that began to disagree. */
  readonly watchClock: () => void;
  /** Docks once, to its end. */
  readonly dock: () => Promise<DockState>;
  readonly close: () => void;
};

const random = (bytes: number): Uint8Array => new Uint8Array(randomBytes(bytes));

const docked = (dock: ReturnType<typeof makeDock>): Promise<DockState> => {
  const state = dock.state();
  if (state.phase === 'done' || state.phase === 'failed') return Promise.resolve(state);
  return new Promise((resolve) => setTimeout(() => resolve(docked(dock)), 2));
};

const equip = (
  { clock, central }: TerminalOptions,
  record: TerminalRecord,
  store: Store,
  anchors: AnchorKeeper,
  signer: Signer,
  pepper: Uint8Array,
  readClock: () => ClockReading,
) => {
  const readTime = () => readClock().now;
  const identity = () => ({
    terminal: record.grant.terminal,
    driver: store.routes()[0]?.driver.id ?? null,
  });
  const log = makeLogWriter({ store, anchors, signer, readTime, identity });
  const verify = makeVerifyScan({
    store,
    log,
    pepper,
    argon2id: nativeArgon2id,
    randomBytes: random,
    readClock,
  });
  const watchClock = makeClockWatch({ log, clock, readClock }, () => undefined);
  const dock = async () => {
    const one = makeDock({
      store,
      log,
      central: central(signer),
      clock,
      readTime,
      random: () => 0.5,
      diagnostics: () => undefined,
      pulled: async () => ok(null),
      changed: () => undefined,
      done: () => undefined,
      quietlyOver: () => undefined,
      stopped: () => undefined,
    });
    one.start();
    const state = await docked(one);
    one.stop();
    return state;
  };
  return { verify, watchClock, dock };
};

/**
 * Unlocks a store as the app does when it starts, and holds it against its log. What refuses to open
 * gives the problem that a person would be told.
 */
export const openTerminal = async (
  options: TerminalOptions,
): Promise<Result<OpenTerminal, ProblemCode>> => {
  const { home, keychain, clock } = options;
  const openStore = await loadStore();
  mkdirSync(home.folder, { recursive: true, mode: 0o700 });
  const real = makeAnchorKeeper(keychain, home.profile);
  const anchors = options.anchors?.(real) ?? real;
  const found = await readKeys(keychain, home.profile);
  if (!found.ok) return found;
  const heads = await anchors.read();
  if (!heads.ok) return heads;
  const unlocked = await unlockStore({
    secrets: { keys: found.value, heads: heads.value },
    createKeys: () => createKeys(keychain, home.profile, random),
    anchors,
    hasStore: existsSync(storeOf(home)),
    openStore: (key) => openStore(storeOf(home), key, undefined),
    makeSigner: makeNativeSigner,
    makeAgreement: makeNativeAgreement,
  });
  if (!unlocked.ok) return unlocked;
  const { store, signer, agreement } = unlocked.value;
  const checked = await unlocked.value.check();
  if (!checked.ok || checked.value !== null) {
    store.close();
    return checked.ok ? err('store-rolled-back') : checked;
  }

  const readClock = makeReadClock(store, clock);
  const equipped = () => {
    const record = store.terminal();
    if (record === null) throw new Error('the terminal is not enrolled');
    const { depotAgreementKey, terminal } = record.grant;
    const pepper = pepperOf(agreement.sharedSecret(depotAgreementKey), terminal);
    return equip(options, record, store, anchors, signer, pepper, readClock);
  };
  let parts: ReturnType<typeof equipped> | null = null;
  const enrolled = () => {
    parts ??= equipped();
    return parts;
  };
  return ok({
    store,
    signer,
    readClock,
    enrol: (text) => {
      const code = parseEnrolmentCode(text);
      if (!code.ok) throw new Error(`the enrolment code is ${code.error}`);
      const ports = { store, anchors, central: options.central(signer), signer };
      const readTime = () => readClock().now;
      return enrol({ ...ports, agreementKey: agreement.publicKey, readTime }, code.value);
    },
    judge: (...of) => enrolled().verify.judge(...of),
    refuse: (...of) => enrolled().verify.refuse(...of),
    watchClock: () => enrolled().watchClock(),
    dock: () => enrolled().dock(),
    close: () => store.close(),
  });
};
