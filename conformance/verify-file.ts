import { readFile } from 'node:fs/promises';
import canonicalize from 'canonicalize';
import { casesOf } from './cases.ts';

/** What became of the vectors of one file. */
export type FileReport = {
  readonly file: string;
  readonly passed: number;
  readonly failed: number;
  readonly failures: readonly Failure[];
};
export type Failure = {
  /** Which vector of the file, counted from 0. */
  readonly index: number;
  readonly name: string;
  readonly expected: unknown;
  readonly actual: unknown;
};

/** A file that has no vectors to check. */
export class NoVectors extends Error {}

const load = async (file: string): Promise<unknown> => {
  let content: string;
  try {
    content = await readFile(file, 'utf8');
  } catch (error) {
    throw new NoVectors(`${file} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
  try {
    return JSON.parse(content);
  } catch {
    throw new NoVectors(`${file} is not JSON`);
  }
};

/** Runs every vector of a file. Throws NoVectors if it is not a file of vectors, or has none. */
export const verifyFile = async (file: string): Promise<FileReport> => {
  const cases = casesOf(await load(file));
  if (cases === null) throw new NoVectors(`${file} is not a file of test vectors`);
  if (cases.length === 0) throw new NoVectors(`${file} has no vectors`);
  const failures: Failure[] = [];
  for (const [index, { name, expected, run }] of cases.entries()) {
    let actual: unknown;
    try {
      actual = await run();
    } catch (error) {
      actual = { thrown: error instanceof Error ? error.message : String(error) };
    }
    if (canonicalize(actual) !== canonicalize(expected)) {
      failures.push({ index, name, expected, actual });
    }
  }
  return { file, passed: cases.length - failures.length, failed: failures.length, failures };
};
