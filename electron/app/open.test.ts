import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeAgreement, makeSigner } from '../../shared/protocol/crypto/keys.ts';
import { err, ok } from '../../shared/result.ts';
import { Hindrance } from '../../shared/terminal/problem.ts';
import { openStore } from '../store/open-store.ts';
import { type OpenPorts, openTerminal } from './open.ts';
import type { Store } from './ports/store.ts';

const damaged = (): never => {
  throw new Hindrance('store-damaged', null);
};

/** Opens a store in which one thing cannot be read; and then the same store as it is. */
const openWith = async (unreadable: Partial<Store>) => {
  const file = join(mkdtempSync(join(tmpdir(), 'kerbside-open-')), 'store.db');
  const ports: Omit<OpenPorts, 'openStore'> = {
    secrets: {
      keys: {
        storeKey: new Uint8Array(32).fill(1),
        signingSeed: new Uint8Array(32).fill(2),
        agreementSecret: new Uint8Array(32).fill(3),
      },
      heads: { committed: null, pending: null },
    },
    createKeys: async () => err('internal'),
    anchors: {
      read: async () => ok({ committed: null, pending: null }),
      write: async () => ok(null),
    },
    hasStore: true,
    makeSigner,
    makeAgreement,
    equip: damaged,
  };
  const found = await openTerminal({
    ...ports,
    openStore: (key) => {
      const opened = openStore(file, key, undefined);
      return opened.ok ? ok({ ...opened.value, ...unreadable }) : opened;
    },
  });
  const again = openStore(file, new Uint8Array(32).fill(1), undefined);
  if (again.ok) again.value.close();
  return { found, again: again.ok ? 'opens' : again.error };
};

test.each([
  ['its keys are compared', { terminal: damaged }],
  ['its head is compared', { logPosition: damaged }],
  ['it is equipped', {}],
] as const)(
  'a store that proves damaged while %s is closed, and says so',
  async (_when, broken) => {
    expect(await openWith(broken)).toEqual({ found: err('store-damaged'), again: 'opens' });
  },
);
