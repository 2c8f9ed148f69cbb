import { nativeArgon2id as original } from '../../electron/crypto/native-argon2id.ts';
import type { Argon2id } from '../../shared/protocol/crypto/argon2id.ts';

let tell: () => void = () => undefined;

/** Calls `told` before each derivation from now on. */
export const reportDerivations = (told: () => void): void => {
  tell = told;
};

/** Stands in the native derivation's place: the same, but it says when it begins. */
export const nativeArgon2id: Argon2id = (secret, salt, cost) => {
  tell();
  return original(secret, salt, cost);
};
