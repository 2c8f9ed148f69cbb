import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import {
  type PrivateKeyring,
  startPrivateKeyring,
} from '../../../../e2e/support/private-keyring.ts';
import { makeSigner } from '../../../../shared/protocol/crypto/keys.ts';
import type { Instant, TerminalId } from '../../../../shared/protocol/ids.ts';
import { DEFAULT_POLICY } from '../../../../shared/protocol/policy.ts';
import type { TrustedTime } from '../../../../shared/protocol/time/trusted-time.ts';
import { nativeArgon2id } from '../../../crypto/native-argon2id.ts';
import { openOsKeychain } from '../../../keychain/os-keychain.ts';
import { makeAnchorKeeper } from '../../../keychain/terminal-secrets.ts';
import { makeStore } from '../../../store/make-store.ts';
import { openDatabase } from '../../../store/open-database.ts';
import { PEPPER, sealedStop } from '../../../testing/sealed-stop.ts';
import { makeLogWriter } from '../../log/write-log.ts';
import type { Store } from '../../ports/store.ts';
import { makeVerifyScan } from '../verify-scan.ts';

export const VALID: TrustedTime = { at: 1_800_000_000_000 as Instant, trust: 'central' };
export const signer = makeSigner(new Uint8Array(32).fill(21));
export const terminal = '00000000-0000-4000-8000-0000000000aa' as TerminalId;
export const stop = await sealedStop(1);
export const other = await sealedStop(2);

export const accepted = {
  ok: true,
  value: { result: 'accepted', by: 'hand-over', unlisted: null },
};
export const refused = (reason: string, more: object = {}) => ({
  ok: true,
  value: { result: 'refused', reason, ...more },
});

/** Verification over a real store, log and keychain, with a clock and a lease that tests set. */
export const verifyScanForTests = () => {
  const at = {
    path: '',
    anchors: makeAnchorKeeper(openOsKeychain(), 'profile'),
    now: VALID,
    untrusted: false,
    leaseEnds: null as Instant | null,
  };
  let keyring: PrivateKeyring;
  beforeAll(async () => {
    keyring = await startPrivateKeyring();
    Object.assign(process.env, keyring.env);
  });
  afterAll(() => keyring.stop());

  let profiles = 0;
  beforeEach(() => {
    at.path = join(mkdtempSync(join(tmpdir(), 'kerbside-verify-')), 'store.db');
    at.anchors = makeAnchorKeeper(openOsKeychain(), `profile-${++profiles}`);
    at.now = VALID;
    at.untrusted = false;
    at.leaseEnds = null;
  });

  const open = (): Store => {
    const database = openDatabase(at.path, new Uint8Array(32).fill(1), undefined);
    if (!database.ok) throw new Error(database.error);
    return makeStore(database.value);
  };
  const start = (keeper = at.anchors, argon2id = nativeArgon2id) => {
    const store = open();
    const log = makeLogWriter({
      store,
      anchors: keeper,
      signer,
      readTime: () => at.now,
      randomBytes: (length) => new Uint8Array(randomBytes(length)),
      identity: () => ({ terminal, driver: null }),
    });
    const readClock = () => ({
      now: at.now,
      wallWrong: false,
      untrusted: at.untrusted,
      leaseEnds: at.leaseEnds,
    });
    const verify = makeVerifyScan({
      store,
      log,
      pepper: PEPPER,
      argon2id,
      randomBytes: (length) => new Uint8Array(randomBytes(length)),
      readClock,
    });
    return { store, verify };
  };
  const stocked = (keeper = at.anchors, argon2id = nativeArgon2id) => {
    const started = start(keeper, argon2id);
    started.store.write((writer) => {
      writer.applyItem({ type: 'policy', policy: { ...DEFAULT_POLICY, waitsMs: [0] } });
      writer.applyItem(stop);
      writer.applyItem(other);
    });
    return started;
  };

  return { at, open, start, stocked };
};
