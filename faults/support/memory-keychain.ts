import type { Keychain } from '../../electron/keychain/os-keychain.ts';
import { ok } from '../../shared/result.ts';

/** A keychain for campaigns that are not about the keychain: items in memory. */
export const makeMemoryKeychain = (): Keychain & { readonly items: Map<string, string> } => {
  const items = new Map<string, string>();
  return {
    items,
    get: async (account) => ok(items.get(account) ?? null),
    set: async (account, secret) => {
      items.set(account, secret);
      return ok(null);
    },
    remove: async (account) => {
      items.delete(account);
      return ok(null);
    },
  };
};
