import type { Algorithm } from '@node-rs/argon2';
import type { Argon2id } from '../../shared/crypto/argon2id.ts';

const ARGON2ID = 2 as Algorithm;

/** Loads it, so that the first verdict does not wait for that. */
export const loadArgon2id = () => import('@node-rs/argon2');

/** Argon2id (RFC 9106) in native code, on a thread of its own: the window stays awake meanwhile. */
export const nativeArgon2id: Argon2id = async (secret, salt, { memoryKiB, passes, lanes }) => {
  const { hashRaw } = await loadArgon2id();
  return hashRaw(secret, {
    algorithm: ARGON2ID,
    salt,
    memoryCost: memoryKiB,
    timeCost: passes,
    parallelism: lanes,
    outputLen: 32,
  });
};
