import type { ManifestItem } from '../../shared/protocol/api/terminal.ts';
import type { Argon2id } from '../../shared/protocol/crypto/argon2id.ts';
import { agreementKey, pepperOf } from '../../shared/protocol/crypto/keys.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { ProblemCode } from '../../shared/terminal/problem.ts';
import { type OpenTerminal, openTerminal } from '../app/open.ts';
import type { Clock } from '../app/ports/clock.ts';
import type { AnchorKeeper } from '../app/ports/keychain.ts';
import type { Store } from '../app/ports/store.ts';
import { makeNativeAgreement, makeNativeSigner } from '../crypto/native-keys.ts';
import { ON_THE_ROAD, outOfReach, secureBytes } from './on-the-road.ts';
import { aRecord, TERMINAL } from './samples.ts';

type Ports = {
  /** Opens the store with its key, or makes it. */
  readonly openStore: (key: Uint8Array) => Result<Store, ProblemCode>;
  readonly anchors: AnchorKeeper;
  readonly clock: Clock;
  readonly argon2id: Argon2id;
  /** The store as the terminal gets it, where a test listens in. */
  readonly front?: (store: Store) => Store;
  readonly changed: () => void;
};

/**
 * The product's terminal on a store that was filled by hand, on the road: enrolled, with what its
 * manifest would have brought. `items` are made once the pepper is known. Throws if it does not open.
 */
export const openFilled = async (
  { openStore, anchors, clock, argon2id, front = (store) => store, changed }: Ports,
  items: (pepper: Uint8Array) => Promise<readonly ManifestItem[]>,
): Promise<{ terminal: OpenTerminal; store: Store; pepper: Uint8Array }> => {
  const keys = {
    storeKey: secureBytes(32),
    signingSeed: secureBytes(32),
    agreementSecret: secureBytes(32),
  };
  const depot = makeNativeAgreement(secureBytes(32));
  const agreement = makeNativeAgreement(keys.agreementSecret.slice());
  const pepper = pepperOf(depot.sharedSecret(agreement.publicKey), TERMINAL);
  const record = aRecord({
    signer: makeNativeSigner(keys.signingSeed.slice()),
    agreementKey: agreementKey(keys.agreementSecret),
    depotAgreementKey: depot.publicKey,
  });
  const filled = openStore(keys.storeKey.slice());
  if (!filled.ok) throw new Error(filled.error);
  const brought = await items(pepper);
  filled.value.write((writer) => {
    writer.enrol(record);
    for (const item of brought) writer.applyItem(item);
  });
  filled.value.close();

  let opened: Store | null = null;
  const terminal = await openTerminal({
    secrets: { keys, heads: { committed: null, pending: null } },
    createKeys: async () => err('internal'),
    anchors,
    hasStore: true,
    openStore: (key) => {
      const found = openStore(key);
      if (!found.ok) return found;
      opened = front(found.value);
      return ok(opened);
    },
    makeSigner: makeNativeSigner,
    makeAgreement: makeNativeAgreement,
    equip: () => ({ ...ON_THE_ROAD, clock, central: outOfReach(), argon2id, changed }),
  });
  if (!terminal.ok) throw new Error(terminal.error);
  if (opened === null) throw new Error('the terminal opened no store');
  await terminal.value.check();
  return { terminal: terminal.value, store: opened, pepper };
};
