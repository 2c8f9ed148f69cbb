import { readFile } from 'node:fs/promises';
import { CommandFailure } from './command-failure.ts';

/** A file that a command was given; one that cannot be read is wrong usage. */
export const readGivenFile = async (file: string): Promise<Uint8Array> => {
  try {
    return await readFile(file);
  } catch {
    throw new CommandFailure('file-unreadable', `The file ${file} cannot be read.`, 2);
  }
};
