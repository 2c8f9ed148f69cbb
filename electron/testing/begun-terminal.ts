import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeAgreement, makeSigner } from '../../shared/protocol/crypto/keys.ts';
import type { Instant } from '../../shared/protocol/ids.ts';
import { DEFAULT_POLICY } from '../../shared/protocol/policy.ts';
import type { StoreCheck } from '../app/log/check-store.ts';
import { makeTerminal } from '../app/terminal.ts';
import { nativeArgon2id } from '../crypto/native-argon2id.ts';
import { openOsKeychain } from '../keychain/os-keychain.ts';
import { makeAnchorKeeper } from '../keychain/terminal-secrets.ts';
import { makeStore } from '../store/make-store.ts';
import { openDatabase } from '../store/open-database.ts';
import { ON_THE_ROAD, outOfReach } from './on-the-road.ts';
import { aDelivery, aRecord, aRoute } from './samples.ts';

/** The moment at which it is, as its clock says. */
export const AT = 1_800_000_000_000 as Instant;
const signer = makeSigner(new Uint8Array(32).fill(21));
const agreement = makeAgreement(new Uint8Array(32).fill(22));
const depot = makeAgreement(new Uint8Array(32).fill(23));
/** Its one stop. */
export const stop = aDelivery(1);

let profiles = 0;
/** A terminal that was enrolled and has one stop, whose store is still being looked at; on the real keychain. */
export const begin = () => {
  const path = join(mkdtempSync(join(tmpdir(), 'kerbside-terminal-')), 'store.db');
  const database = openDatabase(path, new Uint8Array(32).fill(1), undefined);
  if (!database.ok) throw new Error(database.error);
  const store = makeStore(database.value);
  const record = aRecord({
    signer,
    agreementKey: agreement.publicKey,
    depotAgreementKey: depot.publicKey,
  });
  store.write((writer) => {
    writer.enrol(record);
    writer.applyItem({ type: 'policy', policy: DEFAULT_POLICY });
    writer.applyItem(aRoute());
    writer.applyItem(stop);
  });
  const told: unknown[] = [];
  let found: (check: StoreCheck) => void = () => undefined;
  const storeCheck = new Promise<StoreCheck>((resolve) => {
    found = resolve;
  });
  const anchors = makeAnchorKeeper(openOsKeychain(), `terminal-${++profiles}`);
  let elapsedMs = 1_000;
  const terminal = makeTerminal({
    store,
    anchors,
    central: outOfReach(told),
    clock: { wall: () => AT, boot: () => ({ bootId: 'one' as never, elapsedMs }) },
    signer,
    agreement,
    argon2id: nativeArgon2id,
    ...ON_THE_ROAD,
    randomBytes: (length) => new Uint8Array(length).fill(7),
    storeCheck,
    changed: () => undefined,
  });
  const end = (): void => {
    terminal.stop();
    store.close();
  };
  const pass = (ms: number): void => {
    elapsedMs += ms;
  };
  return { store, anchors, terminal, told, found, pass, end };
};
