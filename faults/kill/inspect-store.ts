import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { unlockStore } from '../../electron/app/open.ts';
import type { Acceptance } from '../../electron/app/ports/store.ts';
import { makeNativeAgreement, makeNativeSigner } from '../../electron/crypto/native-keys.ts';
import { openOsKeychain } from '../../electron/keychain/os-keychain.ts';
import { makeAnchorKeeper } from '../../electron/keychain/terminal-secrets.ts';
import { readSecretsOf } from '../../electron/main/compose-secrets.ts';
import { openProfile } from '../../electron/main/profile.ts';
import { openStore } from '../../electron/store/open-store.ts';
import { allStops } from '../../electron/testing/all-stops.ts';
import type { DeliveryId, PublicKey, Sequence, ShortId } from '../../shared/protocol/ids.ts';
import type { SignedEntry } from '../../shared/protocol/log/entry.ts';
import type { ExceptionOutcome } from '../../shared/protocol/outcome.ts';
import type { Purpose } from '../../shared/protocol/verdict.ts';

/** What a terminal's store holds, read by the product's own reader. */
export interface Found {
  readonly entries: readonly SignedEntry[];
  readonly stops: readonly FoundStop[];
  readonly acknowledged: Sequence;
  /** Whether the keychain vouches for the log's end, and if not, what the problem is called. */
  readonly anchored: string;
}
export interface FoundStop {
  readonly delivery: DeliveryId;
  readonly shortId: ShortId;
  readonly tries: { readonly [P in Purpose]: number };
  readonly acceptance: Acceptance | null;
  readonly presenceKeys: { readonly [P in Purpose]: PublicKey | null };
  readonly exception: ExceptionOutcome | null;
}

const copyProfile = (folder: string, scratch: string): void => {
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch, { recursive: true });
  for (const file of ['profile.json', 'store.db', 'store.db-wal', 'store.db-journal']) {
    const from = path.join(folder, file);
    if (existsSync(from)) cpSync(from, path.join(scratch, file));
  }
};

/**
 * Looks into a profile that a killed terminal left behind: in a copy, so that its next start finds
 * everything as it was left, or with null in the profile itself. Gives null if there is no store
 * yet, and a text if the store does not open: why.
 */
export const inspectStore = async (
  folder: string,
  scratch: string | null,
): Promise<Found | string | null> => {
  if (!existsSync(path.join(folder, 'store.db'))) return null;
  if (scratch !== null) copyProfile(folder, scratch);
  const keychain = openOsKeychain();
  const profile = openProfile(scratch ?? folder, () => 'none');
  const secrets = await readSecretsOf(keychain, profile);
  if (!secrets.ok) return secrets.error;
  const unlocked = await unlockStore({
    secrets: secrets.value,
    createKeys: () => Promise.reject(new Error('a store that is there has its keys')),
    anchors: makeAnchorKeeper(keychain, profile.id),
    hasStore: true,
    openStore: (key) => openStore(profile.store, key, undefined),
    makeSigner: makeNativeSigner,
    makeAgreement: makeNativeAgreement,
  });
  if (!unlocked.ok) return unlocked.error;
  const { store, check } = unlocked.value;
  try {
    const anchored = await check();
    return {
      entries: store.entriesAfter(0 as Sequence, 1_000_000),
      stops: allStops(store).map((stop) => ({
        delivery: stop.delivery,
        shortId: stop.shortId,
        tries: { 'hand-over': stop.tries['hand-over'].count, override: stop.tries.override.count },
        acceptance: stop.acceptance,
        presenceKeys: {
          'hand-over': stop.verifier.scheme === 'sealed' ? stop.verifier.presenceKey : null,
          override: stop.override.presenceKey,
        },
        exception: stop.exception,
      })),
      acknowledged: store.acknowledged(),
      anchored: anchored.ok
        ? anchored.value === null
          ? 'ok'
          : 'store-rolled-back'
        : anchored.error,
    };
  } finally {
    store.close();
  }
};
