import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PrivateKeyring, startPrivateKeyring } from '../../e2e/support/private-keyring.ts';
import type { RolledBackReport } from '../../shared/protocol/api/terminal.ts';
import { makeDeliveryCode } from '../../shared/protocol/code/delivery-code.ts';
import { utf8 } from '../../shared/protocol/codec/bytes.ts';
import { makeAgreement, makeSigner } from '../../shared/protocol/crypto/keys.ts';
import type { Instant, TerminalId } from '../../shared/protocol/ids.ts';
import { DEFAULT_POLICY } from '../../shared/protocol/policy.ts';
import { err, ok } from '../../shared/result.ts';
import { nativeArgon2id } from '../crypto/native-argon2id.ts';
import { openOsKeychain } from '../keychain/os-keychain.ts';
import { makeAnchorKeeper } from '../keychain/terminal-secrets.ts';
import { makeStore } from '../store/make-store.ts';
import { openDatabase } from '../store/open-database.ts';
import { aDelivery, aHead, anEntry, aRoute } from '../testing/samples.ts';
import type { ExceptionSaid } from './door/record-exception.ts';
import type { StoreCheck } from './log/check-store.ts';
import type { Central, TerminalRecord } from './ports/central.ts';
import { makeTerminal } from './terminal.ts';

const AT = 1_800_000_000_000 as Instant;
const signer = makeSigner(new Uint8Array(32).fill(21));
const agreement = makeAgreement(new Uint8Array(32).fill(22));
const depot = makeAgreement(new Uint8Array(32).fill(23));
const stop = aDelivery(1);

let keyring: PrivateKeyring;
beforeAll(async () => {
  keyring = await startPrivateKeyring();
  Object.assign(process.env, keyring.env);
});
afterAll(() => keyring.stop());

/** Central as it is on the road: out of reach. What it was told is noted. */
const outOfReach = (told: unknown[]): Central =>
  new Proxy({} as Central, {
    get: (_, asked) => async (_record: unknown, said: unknown) => {
      told.push({ asked, said });
      return err('central-unreachable');
    },
  });

let profiles = 0;
/** A terminal that was enrolled and has one stop, whose store is still being looked at. */
const begin = () => {
  const path = join(mkdtempSync(join(tmpdir(), 'kerbside-terminal-')), 'store.db');
  const database = openDatabase(path, new Uint8Array(32).fill(1), undefined);
  if (!database.ok) throw new Error(database.error);
  const store = makeStore(database.value);
  const record = {
    grant: {
      terminal: '00000000-0000-4000-8000-0000000000aa' as TerminalId,
      terminalName: 'Terminal 1',
      depot: '00000000-0000-4000-8000-0000000000bb',
      depotName: 'South',
      depotAgreementKey: depot.publicKey,
      signingKey: signer.publicKey,
      agreementKey: agreement.publicKey,
    },
    central: 'https://central.example',
    root: signer.publicKey,
    keys: { keyId: 'root', document: {}, signature: signer.sign(new Uint8Array(0)) },
  } as unknown as TerminalRecord;
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
    random: () => 0.5,
    randomBytes: (length) => new Uint8Array(length).fill(7),
    machineZone: 'UTC',
    diagnostics: () => undefined,
    testOnly: true,
    storeCheck,
    atDesk: () => false,
    isOnline: () => false,
    itBadge: () => undefined,
    updates: null,
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

/** Waits as long as writing an entry takes several times over: the keychain is real, and the slow part. */
const letWrite = async (): Promise<void> => {
  const keeper = makeAnchorKeeper(openOsKeychain(), 'another');
  for (let n = 0; n < 8; n++) await keeper.write({ committed: null, pending: null });
};

const nobodyHome: ExceptionSaid = { outcome: 'nobody-home', note: '', strokes: [] };
const report = { anchored: aHead(3), stored: aHead(2) } as unknown as RolledBackReport;

test('what is done while the store is looked at is written once it was found to be whole', async () => {
  const { store, terminal, found, end } = begin();
  expect(terminal.view().screen.name).toBe('route');
  expect(terminal.openStop(stop.id)).toBe(true);
  expect(terminal.recordException(stop.id, nobodyHome)).toBe(true);
  await letWrite();
  expect(store.logPosition().sequence).toBe(0);
  found(ok(null));
  await terminal.checked;
  await expect.poll(() => store.exceptions().get(stop.id)).toBe('nobody-home');
  expect(store.logPosition().sequence).toBeGreaterThan(0);
  end();
});

test('in an old copy nothing is ever written, the screen says so, and central is told', async () => {
  const { store, terminal, told, found, end } = begin();
  terminal.openStop(stop.id);
  terminal.recordException(stop.id, nobodyHome);
  found(ok(report));
  await terminal.checked;
  expect(terminal.view().screen).toEqual({ name: 'blocked', problem: 'store-rolled-back' });
  expect(terminal.openStop(stop.id)).toBe(false);
  await expect.poll(() => told).toContainEqual({ asked: 'reportRolledBack', said: report });
  await letWrite();
  expect(store.logPosition().sequence).toBe(0);
  expect(store.exceptions().size).toBe(0);
  end();
});

test('a store that cannot be looked at ends the work', async () => {
  const { store, terminal, found, end } = begin();
  terminal.openStop(stop.id);
  terminal.recordException(stop.id, nobodyHome);
  found(err('store-damaged'));
  await terminal.checked;
  // What waited to be written comes to its end as well, and says nothing else.
  await letWrite();
  expect(terminal.view().screen).toEqual({ name: 'blocked', problem: 'store-damaged' });
  expect(store.logPosition().sequence).toBe(0);
  end();
});

test('a QR of what is over and erased is already used, when and by whom, at any door (D15)', async () => {
  const { store, anchors, terminal, found, pass, end } = begin();
  found(ok(null));
  await terminal.checked;
  const other = aDelivery(2);
  store.write((writer) => {
    writer.applyItem(other);
    writer.appendEntry(anEntry(1), aHead(1));
    const used = { delivery: other.id, epoch: other.epoch, sequence: 1 as never, once: null };
    writer.accept({ ...used, at: AT, driver: null, purpose: 'hand-over' });
    writer.applyItem({ type: 'withdrawn', delivery: other.id });
    writer.erase({ deliveries: [other.id], routes: [] });
  });
  await anchors.write({ committed: aHead(1), pending: null });
  const shown = utf8(
    `KS1/${other.shortId}/${String.fromCharCode(...makeDeliveryCode(new Uint8Array(9)))}`,
  );
  for (const open of [false, true]) {
    if (open) expect(terminal.openStop(stop.id)).toBe(true);
    terminal.scan(shown.slice(), null);
    await expect.poll(() => terminal.view().screen.name).toBe('verdict');
    const { screen } = terminal.view();
    if (screen.name !== 'verdict' || screen.verdict.result !== 'refused') throw new Error('no');
    expect(screen.verdict.refusal).toEqual({ reason: 'already-used', at: AT, by: null });
    terminal.acknowledge(screen.id);
    // The same QR sooner is the same event.
    pass(11_000);
  }
  expect(store.stop(stop.id)?.tries['hand-over'].count).toBe(0);
  end();
});

test('after a QR of what was withdrawn and erased the route is there to be used (D15)', async () => {
  const { store, terminal, found, end } = begin();
  found(ok(null));
  await terminal.checked;
  const other = aDelivery(2);
  store.write((writer) => {
    writer.applyItem(other);
    writer.applyItem({ type: 'withdrawn', delivery: other.id });
    writer.erase({ deliveries: [other.id], routes: [] });
  });
  terminal.openStop(stop.id);
  const code = String.fromCharCode(...makeDeliveryCode(new Uint8Array(9)));
  terminal.scan(utf8(`KS1/${other.shortId}/${code}`), null);
  await expect.poll(() => terminal.view().screen.name).toBe('verdict');
  const { screen } = terminal.view();
  if (screen.name !== 'verdict') throw new Error('no verdict');
  expect(screen.verdict).toMatchObject({ refusal: { reason: 'revoked' } });
  terminal.acknowledge(screen.id);
  expect(terminal.view().screen.name).toBe('route');
  expect(terminal.openStop(stop.id)).toBe(true);
  end();
});

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

test("a carrier's label of a code's form is the parcel of its stop, and no attempt (L4, D8)", async () => {
  const { store, terminal, found, end } = begin();
  found(ok(null));
  await terminal.checked;
  const labels = ['7000000028', 'PK12345678', 'ORD-1000123'] as const;
  const [here, there] = [aDelivery(1), aDelivery(2)];
  store.write((writer) => {
    writer.applyItem({ ...here, parcels: labels.slice(0, 2) as never });
    writer.applyItem({ ...there, parcels: labels.slice(2) as never });
  });
  const screen = () => terminal.view().screen;
  terminal.scan(bytesOf(labels[1]), null);
  expect(screen()).toMatchObject({ name: 'door', stop: { delivery: here.id }, elsewhere: null });
  terminal.scan(bytesOf(labels[0]), null);
  expect(screen()).toMatchObject({ name: 'door', entry: 'ready' });
  terminal.typedScan(bytesOf(labels[2]));
  expect(screen()).toMatchObject({ name: 'door', elsewhere: { delivery: there.id } });
  await letWrite();
  expect(store.logPosition().sequence).toBe(0);
  expect(store.stop(here.id)?.tries['hand-over'].count).toBe(0);
  end();
});

test('what a scanner types is shown where scanners are tried out, and goes nowhere else (D10)', async () => {
  const { store, terminal, found, end } = begin();
  found(ok(null));
  await terminal.checked;
  terminal.startDock();
  await expect.poll(() => terminal.testScanner()).toBe(true);
  terminal.typedScan(bytesOf('+C100340123450000000031'));
  expect(terminal.view().screen).toMatchObject({
    name: 'scanner-test',
    reading: { port: null, timing: null, length: 23, scan: { symbology: null } },
  });
  expect(store.logPosition().sequence).toBe(0);
  end();
});
