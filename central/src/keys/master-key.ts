import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fromHex, toHex } from '../../../shared/protocol/codec/bytes.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { type StartProblem, startProblem } from '../start-problem.ts';

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

const makeMasterKey = async (file: string): Promise<Uint8Array> => {
  const key = new Uint8Array(randomBytes(32));
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  // `wx`: a key that is there is never overwritten. On disk before the database relies on it.
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(`${toHex(key)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return key;
};

/**
 * The master key from its file: 64 hexadecimal digits, readable by its owner alone. It is made
 * only if `mayMake` (the database has no keys yet): a new key would not open what the old one
 * sealed, so a lost file is a person's matter, never repaired by making another.
 */
export const readMasterKey = async (
  file: string,
  mayMake: boolean,
): Promise<Result<Uint8Array, StartProblem>> => {
  let mode: number;
  try {
    mode = (await stat(file)).mode;
  } catch (error) {
    if (!isMissing(error)) throw error;
    if (mayMake) return ok(await makeMasterKey(file));
    const sentence = `The key file ${file} is missing, and the database has keys that only it opens. Restore the file from its backup.`;
    return err(startProblem('key-file-missing', sentence));
  }
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    const sentence = `The key file ${file} can be read by other users. Run: chmod 600 ${file}`;
    return err(startProblem('key-file-open', sentence));
  }
  const text = (await readFile(file, 'utf8')).trim();
  if (!/^[0-9a-f]{64}$/.test(text)) {
    const sentence = `The key file ${file} is damaged: it must contain 64 hexadecimal digits.`;
    return err(startProblem('key-file-malformed', sentence));
  }
  return ok(fromHex(text));
};
