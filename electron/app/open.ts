import { wipe } from '../../shared/protocol/codec/bytes.ts';
import type { Agreement, Signer } from '../../shared/protocol/crypto/keys.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { type ProblemCode, problemOf } from '../../shared/terminal/problem.ts';
import {
  checkContents,
  checkHead,
  checkKeys,
  decideOpening,
  type StoreCheck,
} from './log/check-store.ts';
import type { AnchorKeeper, Secrets, TerminalKeys } from './ports/keychain.ts';
import type { Store } from './ports/store.ts';
import { makeTerminal, type Terminal, type TerminalParts } from './terminal.ts';

/** A store that was opened with its keys, and what those are for. */
export type UnlockedStore = {
  readonly store: Store;
  readonly signer: Signer;
  readonly agreement: Agreement;
  /** Whether the keychain's head says that it is an old copy. */
  readonly isOldCopy: boolean;
  /** Holds it against its log, unless it is known already that it is an old copy. */
  readonly check: () => Promise<StoreCheck>;
};
type Opened = Pick<TerminalParts, 'store' | 'signer' | 'agreement'>;

/** What a store is unlocked from. */
export type UnlockPorts = {
  /** What the keychain has of the profile. */
  readonly secrets: Secrets;
  /** Makes the keys of a new profile, in the keychain. */
  readonly createKeys: () => Promise<Result<TerminalKeys, ProblemCode>>;
  readonly anchors: AnchorKeeper;
  /** Whether the profile has a store. */
  readonly hasStore: boolean;
  /** Opens the store with its key, or makes it. */
  readonly openStore: (key: Uint8Array) => Result<Store, ProblemCode>;
  readonly makeSigner: (seed: Uint8Array) => Signer;
  readonly makeAgreement: (secret: Uint8Array) => Agreement;
};

/** What a terminal is opened from. */
export type OpenPorts = UnlockPorts & {
  /** Everything else that the terminal acts on. */
  readonly equip: (opened: Opened) => Omit<TerminalParts, keyof Opened | 'anchors' | 'storeCheck'>;
};

export type OpenTerminal = Omit<Terminal, 'checked'> & {
  /**
   * Holds the store against its log, once. Until it is done nothing is written, and nobody may be
   * listened to.
   */
  readonly check: () => Promise<void>;
  /** Ends it: what is being written is finished, and the store closed. */
  readonly shutDown: () => Promise<void>;
};

/**
 * Opens keys, store and the log's head, in this order. Fails closed, with the problem that a person
 * has to solve, if keychain or store are not as they were left. An old copy of the store opens, and
 * says so. The keys are wiped here.
 */
export const unlockStore = async (
  ports: UnlockPorts,
): Promise<Result<UnlockedStore, ProblemCode>> => {
  const { secrets, hasStore, anchors } = ports;
  const { heads } = secrets;
  const decided = decideOpening({ keys: secrets.keys !== null, store: hasStore, heads });
  if (!decided.ok) return decided;
  const keys = secrets.keys === null ? await ports.createKeys() : ok(secrets.keys);
  if (!keys.ok) return keys;

  const { storeKey, signingSeed, agreementSecret } = keys.value;
  const opened = ports.openStore(storeKey);
  wipe(storeKey);
  if (!opened.ok) return opened;
  const store = opened.value;
  const signer = ports.makeSigner(signingSeed);
  wipe(signingSeed);
  const agreement = ports.makeAgreement(agreementSecret);
  wipe(agreementSecret);
  const own = { signingKey: signer.publicKey, agreementKey: agreement.publicKey };
  const look = async (): Promise<StoreCheck> => {
    const keys = checkKeys(store, own);
    return keys.ok ? checkHead(store, anchors, heads) : keys;
  };
  const head = await look().catch((error: unknown) => err(problemOf(error)));
  if (!head.ok) {
    store.close();
    return head;
  }
  const isOldCopy = head.value !== null;
  const check = async (): Promise<StoreCheck> => (isOldCopy ? head : checkContents(store));
  return ok({ store, signer, agreement, isOldCopy, check });
};

/**
 * Opens a terminal on its unlocked store: the one composition, used by the app and by whatever
 * proves something of it. With an old copy of the store it says so and hands in what it has.
 */
export const openTerminal = async (
  ports: OpenPorts,
): Promise<Result<OpenTerminal, ProblemCode>> => {
  const unlocked = await unlockStore(ports);
  if (!unlocked.ok) return unlocked;
  const { isOldCopy, check: checkStore, ...opening } = unlocked.value;

  let startCheck = (): void => undefined;
  const storeCheck = new Promise<StoreCheck>((found) => {
    startCheck = () => found(checkStore());
  });
  let made: Terminal;
  try {
    const { anchors } = ports;
    made = makeTerminal({ ...ports.equip(opening), ...opening, anchors, storeCheck });
  } catch (error) {
    // It reads from the store, which may be damaged: whoever tries again must find it closed.
    opening.store.close();
    return err(problemOf(error));
  }
  const { checked, ...terminal } = made;
  let isChecking = false;
  const check = (): Promise<void> => {
    if (!isChecking) startCheck();
    isChecking = true;
    return checked;
  };
  // What is known already is not shown as anything else first.
  if (isOldCopy) await check();
  return ok({
    ...terminal,
    check,
    shutDown: async () => {
      // What the check begins is stopped as well.
      if (isChecking) await checked;
      terminal.stop();
      // The keychain may be slow; nobody writes there any more once this is closed.
      await terminal.settled();
      opening.store.close();
    },
  });
};
