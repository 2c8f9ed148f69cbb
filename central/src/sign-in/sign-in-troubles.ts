import { HOUR, type Now } from '../clock.ts';
import { type Database, type Pool, transaction } from '../database/pool.ts';
import { noteOwnAct } from '../operators/acts.ts';
import { interval } from '../sessions/sessions.ts';

/** What a sign-in, or a proof of who one is, came to: it was wrong, or there had been too many. */
export type Trouble = 'sign-in-refused' | 'sign-in-locked';

/** The audit has one line in this time for each person and kind. Whoever tries on adds to its number. */
const NOTED_EACH_MS = HOUR;

/**
 * Counts a sign-in that came to nothing. `operator` null: nobody of that name is known, or it does not
 * say whose it is; what was typed is not kept, as it may be a password.
 */
export const countTrouble = async (
  db: Database,
  operator: string | null,
  kind: Trouble,
): Promise<void> => {
  await db.query(
    `insert into sign_in_trouble as t (operator, kind, tries) values ($1, $2, 1)
     on conflict (operator, kind) do update set tries = t.tries + 1`,
    [operator, kind],
  );
};

type Counted = { readonly operator: string | null; readonly kind: Trouble; readonly tries: number };

/**
 * Writes into the audit how many sign-ins came to nothing since it said so last: whoever guesses for a
 * day fills it with no more than a day's hours of lines for each person there is.
 */
export const noteTroubles = (pool: Pool, now: Now): Promise<void> =>
  transaction(pool, async (tx) => {
    const { rows } = await tx.query<Counted>(
      `select operator, kind, tries from sign_in_trouble
       where tries > 0 and (noted_at is null or noted_at <= now() - ${interval('$1')})
       order by operator, kind for update skip locked`,
      [NOTED_EACH_MS],
    );
    for (const { operator, kind, tries } of rows) {
      await noteOwnAct(tx, kind, { operator: operator ?? 'unknown', tries }, now());
      await tx.query(
        `update sign_in_trouble set tries = 0, noted_at = now()
         where operator is not distinct from $1 and kind = $2`,
        [operator, kind],
      );
    }
  });
