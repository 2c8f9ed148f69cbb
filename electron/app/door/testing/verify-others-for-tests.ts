import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach } from 'vitest';
import { makeMemoryKeychain } from '../../../../faults/support/memory-keychain.ts';
import { type CentralKey, keyList, signDocument } from '../../../../shared/protocol/api/signed.ts';
import { grant, type ManifestDelivery } from '../../../../shared/protocol/api/terminal.ts';
import { utf8 } from '../../../../shared/protocol/codec/bytes.ts';
import { makeSigner } from '../../../../shared/protocol/crypto/keys.ts';
import type { Instant, TokenId } from '../../../../shared/protocol/ids.ts';
import { DEFAULT_POLICY } from '../../../../shared/protocol/policy.ts';
import { nativeArgon2id } from '../../../crypto/native-argon2id.ts';
import { makeAnchorKeeper } from '../../../keychain/terminal-secrets.ts';
import { makeStore } from '../../../store/make-store.ts';
import { openDatabase } from '../../../store/open-database.ts';
import { PEPPER, sealedStop } from '../../../testing/sealed-stop.ts';
import type { ClockReading } from '../../clock/read-clock.ts';
import { makeLogWriter } from '../../log/write-log.ts';
import { makeVerifyScan } from '../verify-scan.ts';

export const NOW = 1_800_000_000_000 as Instant;
export const HOUR = 3_600_000;
export const TERMINAL = '00000000-0000-4000-8000-0000000000aa';
export const DEPOT = '00000000-0000-4000-8000-0000000000dd';
export const TOKEN = '00000000-0000-4000-8000-0000000000ee' as TokenId;
export const SEED = utf8('12345678901234567890');
export const root = makeSigner(new Uint8Array(32).fill(41));
export const passSigner = makeSigner(new Uint8Array(32).fill(42));
export const passKey = keyList.shape.keys.element.parse({
  id: 'pass-1',
  purpose: 'pass',
  publicKey: passSigner.publicKey,
  notBefore: NOW - 24 * HOUR,
  notAfter: NOW + 24 * HOUR,
});
export const listOf = (keys: readonly CentralKey[]) =>
  signDocument('keys', 'root', root, { issued: NOW - 24 * HOUR, keys });
export const stop = await sealedStop(1);

export const open = (path: string) => {
  const database = openDatabase(path, new Uint8Array(32).fill(1), undefined);
  if (!database.ok) throw new Error(database.error);
  return makeStore(database.value);
};

export const accepted = (unlisted: object | null = null) => ({
  ok: true,
  value: { result: 'accepted', by: 'hand-over', unlisted },
});
export const refused = (reason: string, more: object = {}) => ({
  ok: true,
  value: { result: 'refused', reason, ...more },
});

/** A clock that is right, within the lease. */
const BELIEVED: ClockReading = {
  now: { at: NOW, trust: 'central' },
  wallWrong: false,
  untrusted: false,
  leaseEnds: (NOW + HOUR) as Instant,
};

/** Verification over a real store and log, with a clock that tests set. */
export const verifyOthersForTests = () => {
  const at = {
    path: '',
    anchors: makeAnchorKeeper(makeMemoryKeychain(), 'profile'),
    clock: BELIEVED,
  };
  beforeEach(() => {
    at.anchors = makeAnchorKeeper(makeMemoryKeychain(), 'profile');
    at.path = join(mkdtempSync(join(tmpdir(), 'kerbside-others-')), 'store.db');
    at.clock = BELIEVED;
  });

  const start = () => {
    const store = open(at.path);
    const log = makeLogWriter({
      store,
      anchors: at.anchors,
      signer: makeSigner(new Uint8Array(32).fill(21)),
      readTime: () => at.clock.now,
      randomBytes: (length) => new Uint8Array(randomBytes(length)),
      identity: () => ({ terminal: TERMINAL as never, driver: null }),
    });
    const verify = makeVerifyScan({
      store,
      log,
      pepper: PEPPER,
      argon2id: nativeArgon2id,
      randomBytes: (length) => new Uint8Array(randomBytes(length)),
      readClock: () => at.clock,
    });
    return { store, verify };
  };
  const stocked = (...items: readonly ManifestDelivery[]) => {
    const started = start();
    started.store.write((writer) => {
      writer.enrol({
        grant: grant.parse({
          terminal: TERMINAL,
          terminalName: 'Handheld 1',
          depot: DEPOT,
          depotName: 'Depot',
          depotAgreementKey: root.publicKey,
          signingKey: root.publicKey,
          agreementKey: root.publicKey,
        }),
        central: 'http://127.0.0.1:1',
        root: root.publicKey,
        keys: listOf([passKey]),
      });
      writer.applyItem({ type: 'policy', policy: { ...DEFAULT_POLICY, waitsMs: [0] } });
      for (const item of items) writer.applyItem(item);
    });
    return started;
  };

  return { at, start, stocked };
};
