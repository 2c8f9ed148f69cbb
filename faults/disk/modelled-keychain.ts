import type { Keychain } from '../../electron/keychain/os-keychain.ts';
import { ok } from '../../shared/result.ts';

/**
 * A keychain in memory, for campaigns that need to have it as it was at any moment. What it has
 * answered it has for good; it answers later, as the real one does.
 */
let items = new Map<string, string>();
let noted: (what: 'asked' | 'kept', account: string, secret: string) => void = () => undefined;

export const keychainItems = (): ReadonlyMap<string, string> => new Map(items);
export const setKeychainItems = (to: ReadonlyMap<string, string>): void => {
  items = new Map(to);
};
/** Calls `note` when the keychain is asked to keep something, and when it answers that it has. */
export const noteKeychain = (note: typeof noted): void => {
  noted = note;
};

const later = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Stands in the place of the operating system's keychain. */
export const openOsKeychain = (): Keychain => ({
  get: async (account) => {
    await later();
    return ok(items.get(account) ?? null);
  },
  set: async (account, secret) => {
    // A terminal of an earlier trial may still be at work: what it asks for no longer counts.
    const asked = items;
    noted('asked', account, secret);
    await later();
    asked.set(account, secret);
    if (asked === items) noted('kept', account, secret);
    return ok(null);
  },
  remove: async (account) => {
    await later();
    items.delete(account);
    return ok(null);
  },
});
