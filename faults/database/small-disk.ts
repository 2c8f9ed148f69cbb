import { spawnSync } from 'node:child_process';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** A disk of its own, small enough to be filled. */
export type SmallDisk = {
  readonly folder: string;
  /** Takes all the room that is left. */
  readonly fill: () => Promise<void>;
  readonly free: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

export const MIB = 1_048_576;

const isFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOSPC';

/** Mounts one of so many bytes in memory; null: that is for root alone, or not allowed here. */
export const makeSmallDisk = async (folder: string, bytes: number): Promise<SmallDisk | null> => {
  await mkdir(folder, { recursive: true });
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder]);
  if (mounted.status !== 0) return null;
  const ballast = join(folder, 'ballast');
  return {
    folder,
    fill: async () => {
      const file = await open(ballast, 'w');
      try {
        for (const size of [16 * MIB, MIB, 4_096]) {
          const piece = Buffer.alloc(size);
          try {
            for (;;) await file.write(piece);
          } catch (error) {
            if (!isFull(error)) throw error;
          }
        }
      } finally {
        await file.close();
      }
    },
    free: () => rm(ballast, { force: true }),
    stop: async () => {
      spawnSync('umount', ['-l', folder]);
    },
  };
};
