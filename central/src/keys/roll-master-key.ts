import { randomBytes } from 'node:crypto';
import { link, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { toHex, wipe } from '../../../shared/protocol/codec/bytes.ts';
import type { DepotId, Instant } from '../../../shared/protocol/ids.ts';
import { ok, type Result } from '../../../shared/result.ts';
import { type Pool, type Transaction, transaction } from '../database/pool.ts';
import type { StartProblem } from '../start-problem.ts';
import { agreementBinding, openCentralKeys, unsealAgreement } from './central-keys.ts';
import { readMasterKey } from './master-key.ts';
import { keyBinding, LOCK_KEYS, readKeys } from './roll-keys.ts';
import { seal, unseal } from './seal.ts';

export type RolledMasterKey = {
  /** Where the key before is kept: backups of the database from before need it. */
  readonly before: string;
};

/** Where the next key waits until the database is sealed with it. */
const nextOf = (file: string): string => `${file}.next`;

const isThere = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

/** A new key beside the one in use, on disk before the database relies on it, for the same owner. */
const makeNext = async (file: string): Promise<void> => {
  // Under its name it is whole, whenever this is interrupted.
  const part = `${nextOf(file)}.part`;
  await rm(part, { force: true });
  const handle = await open(part, 'wx', 0o600);
  try {
    await handle.writeFile(`${toHex(new Uint8Array(randomBytes(32)))}\n`);
    const { uid, gid, mode } = await stat(file);
    await handle.chmod(mode & 0o777);
    if (process.platform !== 'win32') await handle.chown(uid, gid);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(part, nextOf(file));
  await syncFolder(file);
};

/** Waits until what was renamed beside a file is on the disk. */
const syncFolder = async (file: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const folder = await open(dirname(file));
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
};

/** Seals with one key what another one has sealed. */
const sealAnew = async (tx: Transaction, old: Uint8Array, next: Uint8Array): Promise<number> => {
  await tx.query(LOCK_KEYS);
  const keys = await readKeys(tx);
  let depotSealing: Uint8Array | null = null;
  for (const { id, purpose, sealed } of keys) {
    const binding = keyBinding(purpose, id);
    const secret = unseal(old, binding, sealed);
    if (secret === null) throw new Error(`the ${purpose} key is not sealed with this master key`);
    await tx.query('update central_key set sealed = $2 where id = $1', [
      id,
      seal(next, binding, secret),
    ]);
    if (purpose === 'agreement-sealing') depotSealing = secret;
    else wipe(secret);
  }
  if (depotSealing === null) throw new Error('the database has no agreement-sealing key');
  // Those of depots that an older version has made are sealed with the master key itself.
  const { rows } = await tx.query<{ id: DepotId; sealed: Buffer }>(
    'select id, sealed_agreement as sealed from depot for update',
  );
  for (const { id, sealed } of rows) {
    const secret = unsealAgreement([depotSealing, old], id, sealed);
    await tx.query('update depot set sealed_agreement = $2 where id = $1', [
      id,
      seal(depotSealing, agreementBinding(id), secret),
    ]);
    wipe(secret);
  }
  wipe(depotSealing);
  return keys.length;
};

/** Puts the next key in the place of the one before, which stays beside it under a name of its own. */
const putInPlace = async (file: string, now: Instant): Promise<string> => {
  const before = `${file}.until-${new Date(now).toISOString().replaceAll(':', '')}`;
  await link(file, before);
  await rename(nextOf(file), file);
  await syncFolder(file);
  return before;
};

/**
 * Makes a new master key, seals every key in the database with it in one transaction, and puts it in
 * the place of the one before. Processes of central that run go on: they have their keys opened, and
 * read the file again within the hour, or when they are told to. What was interrupted is finished by
 * doing it again.
 */
export const rollMasterKey = async (
  pool: Pool,
  file: string,
  now: Instant,
  /** Says in the audit how many keys were sealed anew, in the same transaction. */
  note: (tx: Transaction, keys: number) => Promise<void>,
): Promise<Result<RolledMasterKey, StartProblem>> => {
  const isInterrupted = await isThere(nextOf(file));
  if (isInterrupted) {
    // The database may be sealed with it already: then only the files are left to do.
    const opened = await openCentralKeys(pool, nextOf(file), now);
    if (opened.ok) return ok({ before: await putInPlace(file, now) });
    if (opened.error.code !== 'key-file-wrong') return opened;
  }
  const opened = await openCentralKeys(pool, file, now);
  if (!opened.ok) return opened;
  if (!isInterrupted) await makeNext(file);
  const [old, next] = [await readMasterKey(file, false), await readMasterKey(nextOf(file), false)];
  if (!old.ok) return old;
  if (!next.ok) return next;
  try {
    await transaction(pool, async (tx) => {
      await note(tx, await sealAnew(tx, old.value, next.value));
    });
  } finally {
    wipe(old.value);
    wipe(next.value);
  }
  return ok({ before: await putInPlace(file, now) });
};
