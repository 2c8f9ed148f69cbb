import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PrivateKeyring, startPrivateKeyring } from '../../e2e/support/private-keyring.ts';
import { utf8 } from '../../shared/protocol/codec/bytes.ts';
import { badgeHash, formatBadge } from '../../shared/protocol/crew/badge.ts';
import type { StaffId } from '../../shared/protocol/ids.ts';
import { ok } from '../../shared/result.ts';
import { DEFAULT_IT_SETTINGS } from '../../shared/terminal/settings/it-settings.ts';
import { DEFAULT_SETTINGS } from '../../shared/terminal/settings/settings.ts';
import { begin, stop } from '../testing/begun-terminal.ts';
import { makeStation } from './station.ts';

let keyring: PrivateKeyring;
beforeAll(async () => {
  keyring = await startPrivateKeyring();
  Object.assign(process.env, keyring.env);
});
afterAll(() => keyring.stop());

const secret = new Uint8Array(16).fill(9);
const itMember = {
  type: 'staff',
  id: '00000000-0000-4000-8000-0000000000f1' as StaffId,
  number: 9,
  name: 'Iris',
  role: 'it',
  badge: badgeHash(secret),
  pin: null,
} as const;
const [parcel] = stop.parcels;

/** A station whose terminal's store is still being looked at. */
const open = () => {
  const begun = begin();
  const { terminal, store } = begun;
  store.write((writer) => writer.applyItem(itMember));
  const station = makeStation({
    now: () => 0 as never,
    problem: () => null,
    machine: () => {
      throw new Error('nobody asks for it');
    },
    settings: {
      current: () => DEFAULT_SETTINGS,
      problem: () => null,
      it: () => DEFAULT_IT_SETTINGS,
      changeIt: () => undefined,
    },
    applied: () => undefined,
    ports: async () => [],
    support: {
      lines: () => [],
      crashes: () => [],
      chooseFolder: async () => null,
      ownFolder: '',
      save: () => true,
    },
    kiosk: { isOn: () => false, leave: () => undefined },
    restart: null,
    erase: async () => undefined,
    changed: () => undefined,
  });
  station.seat({ ...terminal, check: () => terminal.checked });
  const scan = (text: string): void =>
    station.scanned({ payload: utf8(text), symbology: null } as never, () => undefined);
  return { ...begun, station, scan, screen: () => station.dress(terminal.view()).screen.name };
};

test('nobody is heard before the store was held against its log, and then in order', async () => {
  const { station, found, scan, screen, end } = open();
  scan(String(parcel));
  const touched = station.hear(() => station.touch({ type: 'stop/close', input: {} }));
  expect(screen()).toBe('route');
  found(ok(null));
  // The scan opened the stop before the touch left it.
  expect(await touched).toBe(true);
  expect(screen()).toBe('route');
  end();
});

test("the badge of one of IT's opens the desk, and meanwhile nothing is judged unseen", async () => {
  const { station, found, scan, screen, end } = open();
  found(ok(null));
  await station.hear(() => undefined);
  scan(formatBadge(secret));
  await expect.poll(screen).toBe('settings');
  scan(String(parcel));
  await station.hear(() => undefined);
  expect(station.touch({ type: 'it/close', input: {} })).toBe(true);
  expect(screen()).toBe('route');
  scan(String(parcel));
  await expect.poll(screen).toBe('door');
  end();
});

test('where no terminal runs nothing is taken, and what came is wiped', async () => {
  const { station, end } = open();
  station.seat(null);
  const [code, pin, scan] = [utf8('4F7KQ2'), utf8('123456'), utf8('KS1/4F7KQ2')];
  expect(station.typeCode(stop.id, code)).toBe(false);
  expect(station.signIn(1, pin)).toBe(false);
  expect(station.typedScan(scan)).toBe(false);
  expect([...code, ...pin, ...scan].every((byte) => byte === 0)).toBe(true);
  end();
});
