import { nativeArgon2id } from '../../electron/crypto/native-argon2id.ts';
import type { Argon2id } from '../../shared/protocol/crypto/argon2id.ts';

/** What was derived once need not be derived again in another history: it is a pure function. */
const derivations = new Map<string, Promise<Uint8Array>>();
export const rememberedArgon2id: Argon2id = async (secret, salt, cost) => {
  const name = `${Buffer.from(secret).toString('hex')} ${Buffer.from(salt).toString('hex')}`;
  const known = derivations.get(name) ?? nativeArgon2id(secret, salt, cost);
  derivations.set(name, known);
  // The taker wipes what it gets.
  return new Uint8Array(await known);
};
