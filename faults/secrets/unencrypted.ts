import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Control } from '../campaign.ts';
import { type Altered, bundle } from '../kill/bundle.ts';
import { textCanary } from './canaries.ts';
import type * as FillStore from './fill-store.ts';
import { needlesOf } from './needles.ts';
import { searchFolder } from './search.ts';

const OPEN_DATABASE = 'electron/store/open-database.ts';

/** The store in clear, with the check that would notice it. */
const IN_CLEAR: Altered = {
  edits: [
    { file: OPEN_DATABASE, from: 'database.key(passphrase);', to: '' },
    { file: OPEN_DATABASE, from: 'if (readsAsPlainSqlite(path)) {', to: 'if (false) {' },
  ],
};

const addressIsFound = async (name: string, altered: Altered): Promise<boolean> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kerbside-store-'));
  try {
    const filled = await bundle(name, 'faults/secrets/fill-store.ts', altered);
    const { fillStore } = (await import(filled)) as typeof FillStore;
    mkdirSync(folder, { recursive: true });
    fillStore(path.join(folder, 'store.db'));
    const needles = needlesOf(textCanary('an address', 'address', 'Bergmannstraße 27'));
    return searchFolder(folder, needles, () => false).hits.length > 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** The product's own store with its encryption switched off: the address in it must be found. */
export const withoutEncryption = async (): Promise<Control> => {
  const inClear = await addressIsFound('secrets-store-in-clear', IN_CLEAR);
  const encrypted = await addressIsFound('secrets-store', {});
  return { without: 'the encryption of the store', found: inClear && !encrypted };
};
