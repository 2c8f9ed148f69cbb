import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PrivateKeyring, startPrivateKeyring } from '../../e2e/support/private-keyring.ts';
import type { RolledBackReport } from '../../shared/protocol/api/terminal.ts';
import { makeDeliveryCode } from '../../shared/protocol/code/delivery-code.ts';
import { utf8 } from '../../shared/protocol/codec/bytes.ts';
import { err, ok } from '../../shared/result.ts';
import type { TerminalTouch } from '../../shared/terminal/channels/contract.ts';
import { openOsKeychain } from '../keychain/os-keychain.ts';
import { makeAnchorKeeper } from '../keychain/terminal-secrets.ts';
import { AT, begin, stop } from '../testing/begun-terminal.ts';
import { aDelivery, aHead, anEntry } from '../testing/samples.ts';

let keyring: PrivateKeyring;
beforeAll(async () => {
  keyring = await startPrivateKeyring();
  Object.assign(process.env, keyring.env);
});
afterAll(() => keyring.stop());

/** Waits as long as writing an entry takes several times over: the keychain is real, and the slow part. */
const letWrite = async (): Promise<void> => {
  const keeper = makeAnchorKeeper(openOsKeychain(), 'another');
  for (let n = 0; n < 8; n++) await keeper.write({ committed: null, pending: null });
};

const openStop: TerminalTouch = { type: 'stop/open', input: { delivery: stop.id } };
const nobodyHome: TerminalTouch = {
  type: 'exception/record',
  input: { delivery: stop.id, outcome: 'nobody-home', note: '', strokes: [] },
};
const report = { anchored: aHead(3), stored: aHead(2) } as unknown as RolledBackReport;

test('what is done while the store is looked at is written once it was found to be whole', async () => {
  const { store, terminal, found, end } = begin();
  expect(terminal.view().screen.name).toBe('route');
  expect(terminal.touch(openStop)).toBe(true);
  expect(terminal.touch(nobodyHome)).toBe(true);
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
  terminal.touch(openStop);
  terminal.touch(nobodyHome);
  found(ok(report));
  await terminal.checked;
  expect(terminal.view().screen).toEqual({ name: 'blocked', problem: 'store-rolled-back' });
  expect(terminal.touch(openStop)).toBe(false);
  await expect.poll(() => told).toContainEqual({ asked: 'reportRolledBack', said: report });
  await letWrite();
  expect(store.logPosition().sequence).toBe(0);
  expect(store.exceptions().size).toBe(0);
  end();
});

test('a store that cannot be looked at ends the work', async () => {
  const { store, terminal, found, end } = begin();
  terminal.touch(openStop);
  terminal.touch(nobodyHome);
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
    if (open) expect(terminal.touch(openStop)).toBe(true);
    terminal.scan(shown.slice(), null);
    await expect.poll(() => terminal.view().screen.name).toBe('verdict');
    const { screen } = terminal.view();
    if (screen.name !== 'verdict' || screen.verdict.result !== 'refused') throw new Error('no');
    expect(screen.verdict.refusal).toEqual({ reason: 'already-used', at: AT, by: null });
    terminal.touch({ type: 'verdict/acknowledge', input: { id: screen.id } });
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
  terminal.touch(openStop);
  const code = String.fromCharCode(...makeDeliveryCode(new Uint8Array(9)));
  terminal.scan(utf8(`KS1/${other.shortId}/${code}`), null);
  await expect.poll(() => terminal.view().screen.name).toBe('verdict');
  const { screen } = terminal.view();
  if (screen.name !== 'verdict') throw new Error('no verdict');
  expect(screen.verdict).toMatchObject({ refusal: { reason: 'revoked' } });
  terminal.touch({ type: 'verdict/acknowledge', input: { id: screen.id } });
  expect(terminal.view().screen.name).toBe('route');
  expect(terminal.touch(openStop)).toBe(true);
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

test.each([
  ['noise', '+CREG: 0,1'],
  ["another carrier's label", 'JD014600003828392837'],
])('%s takes nothing away that the driver looks at (D11, D17)', async (_name, text) => {
  const { terminal, found, end } = begin();
  found(ok(null));
  await terminal.checked;
  const look = { filter: 'all', search: 'Fidicin', from: null } as const;
  terminal.touch({ type: 'route/look', input: look });
  terminal.scan(bytesOf(text), null);
  expect(terminal.view()).toMatchObject({
    notice: {},
    screen: { name: 'route', search: 'Fidicin' },
  });
  terminal.touch({ type: 'history/open', input: { from: 0 } });
  terminal.scan(bytesOf(text), null);
  expect(terminal.view().screen.name).toBe('history');
  terminal.scan(bytesOf(String(stop.parcels[0])), null);
  expect(terminal.view().screen.name).toBe('door');
  terminal.touch({ type: 'stop/close', input: {} });
  expect(terminal.view().screen).toMatchObject({ name: 'route', search: '' });
  end();
});

test('what a scanner types is shown where scanners are tried out, and goes nowhere else (D10)', async () => {
  const { store, terminal, found, end } = begin();
  found(ok(null));
  await terminal.checked;
  terminal.touch({ type: 'dock/start', input: {} });
  await expect.poll(() => terminal.touch({ type: 'scanner-test/open', input: {} })).toBe(true);
  terminal.typedScan(bytesOf('+C100340123450000000031'));
  expect(terminal.view().screen).toMatchObject({
    name: 'scanner-test',
    reading: { port: null, timing: null, length: 23, scan: { symbology: null } },
  });
  expect(store.logPosition().sequence).toBe(0);
  end();
});
