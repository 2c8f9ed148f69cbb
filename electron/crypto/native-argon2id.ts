import { type Algorithm, hashRaw } from '@node-rs/argon2';
import type { Argon2id } from '../../shared/protocol/crypto/argon2id.ts';

const ARGON2ID = 2 as Algorithm;

/** Argon2id (RFC 9106) in native code, on a thread of its own: the window stays awake meanwhile. */
export const nativeArgon2id: Argon2id = async (secret, salt, { memoryKiB, passes, lanes }) =>
  hashRaw(secret, {
    algorithm: ARGON2ID,
    salt,
    memoryCost: memoryKiB,
    timeCost: passes,
    parallelism: lanes,
    outputLen: 32,
  });
