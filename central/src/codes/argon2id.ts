import { type Algorithm, hashRaw } from '@node-rs/argon2';
import type { Argon2id } from '../../../shared/protocol/crypto/argon2id.ts';

const ARGON2ID = 2 as Algorithm;

/**
 * Argon2id in native code, off the main thread. At most `atOnce` derivations run at a time, in the
 * order in which they were asked for: each takes its memory, and the thread pool has other work.
 */
export const makeNativeArgon2id = (atOnce: number): Argon2id => {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (secret, salt, { memoryKiB, passes, lanes }) => {
    if (running === atOnce) await new Promise<void>((resume) => waiting.push(resume));
    else running++;
    try {
      return await hashRaw(secret, {
        algorithm: ARGON2ID,
        salt,
        memoryCost: memoryKiB,
        timeCost: passes,
        parallelism: lanes,
        outputLen: 32,
      });
    } finally {
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
};
