import { closeSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';

/** One fault: at which call on the profile's files, counted from 1, and what happens then. */
export interface DiskFault {
  readonly at: number;
  readonly error: 'EIO' | 'ENOSPC';
  /** All calls after it fail as well. */
  readonly sticky: boolean;
  /** A write that fails has written its first half. */
  readonly torn: boolean;
}

/** Tells disk-faults.c, by the file that both have open, what to do with calls from now on. */
export interface DiskControl {
  /** From now on calls on files under this folder are counted and written down. */
  readonly watch: (folder: string, fault?: DiskFault, dieAt?: number) => void;
  readonly leave: () => void;
  /** Calls since `watch`, and how many of them were made to fail. */
  readonly counted: () => { readonly calls: number; readonly failed: number };
  readonly close: () => void;
}

const ERRNO = { EIO: 5, ENOSPC: 28 } as const;
const WORDS = 9;
const SIZE = 4_096;

export const openDiskControl = (path: string): DiskControl => {
  const file = openSync(path, 'r+');
  let generation = 0;
  const put = (words: readonly number[], under: string): void => {
    const bytes = Buffer.alloc(SIZE);
    words.forEach((word, i) => {
      bytes.writeUInt32LE(word, i * 4);
    });
    bytes.write(under, WORDS * 4, 'utf8');
    writeSync(file, bytes, 0, SIZE, 0);
  };
  return {
    watch: (folder, fault, dieAt = 0) => {
      generation += 1;
      const { at = 0, error = 'EIO', sticky = false, torn = false } = fault ?? {};
      const how = [at, ERRNO[error], Number(sticky), Number(torn), dieAt];
      put([1, generation, ...how, 0, 0], `${folder}/`);
    },
    leave: () => {
      const off = Buffer.alloc(4);
      writeSync(file, off, 0, 4, 0);
    },
    counted: () => {
      const bytes = Buffer.alloc(WORDS * 4);
      readSync(file, bytes, 0, bytes.length, 0);
      return { calls: bytes.readUInt32LE(7 * 4), failed: bytes.readUInt32LE(8 * 4) };
    },
    close: () => closeSync(file),
  };
};

/** Makes an empty control file, to be named in the environment of the process to be watched. */
export const makeControlFile = (path: string): void => {
  const file = openSync(path, 'w');
  ftruncateSync(file, SIZE);
  closeSync(file);
};
