import { randomUUID } from 'node:crypto';
import { type Pool, transaction } from '../database/pool.ts';
import { hasAdmin, makeKey } from './operator-keys.ts';
import { writeSecretFile } from './secret-file.ts';

/**
 * At the very first start, and where nobody who may do everything can come in any more: makes an
 * operator who may, and writes the token to a file for its owner alone. Whoever starts central has
 * its database and its keys anyway. The database keeps the hash; the file alone has the token.
 */
export const makeFirstToken = (pool: Pool, file: string): Promise<void> =>
  transaction(pool, async (tx) => {
    await tx.query('lock table operator in access exclusive mode');
    if (await hasAdmin(tx, 'anybody')) return;
    const id = randomUUID();
    // Of a name that is taken, the audit still tells them apart by what stands behind it.
    await tx.query(
      `insert into operator (id, name, kind, created_at)
       select $1::uuid, case when exists (select 1 from operator where lower(name) = $2::text)
         then $2::text || ' ' || $1::text else $2::text end, 'integration', now()`,
      [id, 'first key'],
    );
    await tx.query("insert into operator_grant (operator, name) values ($1, 'admin')", [id]);
    const { token } = await makeKey(tx, id, 0);
    await writeSecretFile(file, token);
  });
