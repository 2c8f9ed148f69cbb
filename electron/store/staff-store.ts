import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { staffMember } from '../../shared/protocol/crew/roster.ts';
import { instant, staffId } from '../../shared/protocol/ids.ts';
import type { Store } from '../app/ports/store.ts';
import { json } from './json-column.ts';

const staffRow = z
  .object({ item: json(staffMember), removed: z.int().transform(Boolean) })
  .transform(({ item, removed }) => ({ ...item, removed }));
const triesRow = z.object({ staff: staffId, count: z.int(), last_at: instant });
const signedInRow = z.object({ staff: staffId });
const countRow = z.object({ count: z.int() });

/** The store's roster: who may sign in, what was tried, who is signed in. */
export const makeStaffStore = (database: Database): Store['staff'] => {
  const STAFF = 'SELECT item, removed FROM staff';
  const byId = database.prepare(`${STAFF} WHERE id = ?`);
  const byBadge = database.prepare(`${STAFF} WHERE badge = ?`);
  const byNumber = database.prepare(`${STAFF} WHERE number = ? ORDER BY removed LIMIT 1`);
  const anyDriver = database.prepare(
    `SELECT 1 FROM staff WHERE removed = 0 AND item ->> 'role' = 'driver' LIMIT 1`,
  );
  const signedIn = database.prepare('SELECT staff FROM signed_in');
  const allTries = database.prepare('SELECT staff, count, last_at FROM pin_tries');
  const countTry = database.prepare(
    `INSERT INTO pin_tries (staff, count, last_at) VALUES (?, 1, ?)
     ON CONFLICT DO UPDATE SET count = count + 1, last_at = excluded.last_at RETURNING count`,
  );
  const asMember = (found: unknown) => staffRow.nullable().parse(found ?? null);

  return {
    byId: (id) => asMember(byId.get(id)),
    byBadge: (badge) => asMember(byBadge.get(badge)),
    byNumber: (number) => asMember(byNumber.get(number)),
    hasDrivers: () => anyDriver.get() !== undefined,
    signedIn: () => signedInRow.nullable().parse(signedIn.get() ?? null)?.staff ?? null,
    pinTries: () =>
      new Map(
        allTries.all().map((found) => {
          const { staff, count, last_at: lastAt } = triesRow.parse(found);
          return [staff, { count, lastAt }] as const;
        }),
      ),
    // In a transaction of its own, as for codes: only it says whether the count is on the disk.
    countPinTry: (staff, at) =>
      database.transaction(() => countRow.parse(countTry.get(staff, at)).count).immediate(),
  };
};
