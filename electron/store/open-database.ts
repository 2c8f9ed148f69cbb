import { closeSync, existsSync, fsyncSync, openSync, readFileSync, readSync } from 'node:fs';
import Database from 'better-sqlite3';
import { toHex, utf8, wipe } from '../../shared/protocol/codec/bytes.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { ProblemCode } from '../../shared/terminal/problem.ts';
import { onceLetGo } from '../files/held-files.ts';
import { migrate } from './migrate.ts';

const FULL = 2;
const INCREMENTAL = 2;

const FILE_ERRORS = /^E(IO|ACCES|PERM|ROFS|NXIO|NODEV|MFILE|NFILE)$/;

/**
 * The result codes of SQLite and of the file system, as the sentence that a person is to see.
 * Null: neither of them said it.
 */
export const storeProblem = (error: unknown): ProblemCode | null => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'store-full';
  if (FILE_ERRORS.test(code)) return 'store-damaged';
  if (code === 'SQLITE_NOTADB') return 'store-wrong-key';
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return 'store-in-use';
  if (code === 'SQLITE_FULL') return 'store-full';
  return code.startsWith('SQLITE_') ? 'store-damaged' : null;
};

const readsAsPlainSqlite = (path: string): boolean => {
  const head = Buffer.alloc(15);
  const file = onceLetGo(() => openSync(path, 'r'));
  try {
    readSync(file, head, 0, head.length, 0);
  } finally {
    closeSync(file);
  }
  return head.toString('latin1') === 'SQLite format 3';
};

/**
 * Reads the write-ahead log that a crash left, so that it is known to be readable. SQLite3 Multiple
 * Ciphers drops the error of a failed read (mcIoRead), and SQLite then takes the frame for the end
 * of the log: hand-overs that were shown would be gone without a word. And what is read must be on
 * the disk before anything follows from it: a killed process may not have come to that. Throws if
 * either cannot be done.
 */
const readAhead = (path: string): void => {
  const log = `${path}-wal`;
  if (!existsSync(log)) return;
  const file = onceLetGo(() => openSync(log, 'r+'));
  try {
    fsyncSync(file);
    readFileSync(file);
  } finally {
    closeSync(file);
  }
};

/** How every store is opened, whatever its key: nothing is lost by a power failure, or left when erased. */
export const settle = (database: Database.Database): void => {
  // Before anything looks into the file: else it would be shared until the next write.
  database.pragma('locking_mode = EXCLUSIVE');
  // Before there is a table: what is erased makes the file smaller. To say it again is a write.
  if (database.pragma('auto_vacuum', { simple: true }) !== INCREMENTAL) {
    database.pragma('auto_vacuum = INCREMENTAL');
  }
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  database.pragma('secure_delete = ON');
  database.pragma('temp_store = MEMORY');
  if (database.pragma('synchronous', { simple: true }) !== FULL) {
    throw new Error('the store is not fully synchronised');
  }
};

/** Opens the file and migrates it; gives it while it is open, or null if a newer app has made it. */
const openFile = (
  path: string,
  key: Uint8Array,
  nativeBinding: string | undefined,
): Database.Database | null => {
  const database = new Database(path, {
    timeout: 0,
    ...(nativeBinding === undefined ? {} : { nativeBinding }),
  });
  try {
    database.pragma("cipher = 'chacha20'");
    const passphrase = Buffer.from(utf8(`raw:${toHex(key)}`));
    database.key(passphrase);
    wipe(passphrase);
    settle(database);
    if (migrate(database) !== 'newer') return database;
  } catch (error) {
    database.close();
    throw error;
  }
  database.close();
  return null;
};

/**
 * Opens the store with its key (32 bytes), or makes it if there is none yet. The store is never
 * opened without encryption, never replaced, and never used without full synchronisation: WAL with
 * the library's default would lose acknowledged hand-overs when the power fails. While it is open
 * no other process can open it, and this one must not open its file by any other way: closing that
 * would give up the lock (POSIX has one for the process, not for the open file).
 */
export const openDatabase = (
  path: string,
  key: Uint8Array,
  nativeBinding: string | undefined,
): Result<Database.Database, ProblemCode> => {
  try {
    readAhead(path);
    // Made, closed and looked at, before it is opened to be used.
    const isNew = !existsSync(path);
    if (isNew) openFile(path, key, nativeBinding)?.close();
    if (readsAsPlainSqlite(path)) {
      if (isNew) throw new Error('the store is not encrypted');
      return err('store-wrong-key');
    }
    const database = openFile(path, key, nativeBinding);
    return database === null ? err('store-newer') : ok(database);
  } catch (error) {
    const problem = storeProblem(error);
    if (problem === null) throw error;
    return err(problem);
  }
};
