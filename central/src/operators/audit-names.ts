import type { Database } from '../database/pool.ts';

/** What an act is about: ids and counts, several ids with a blank between. */
type About = { readonly subject: Readonly<Record<string, string | number>> };

const ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Where the things are that acts name, and what people call one. Nothing of a customer. */
const CALLED: Readonly<Record<string, string>> = {
  depot: 'name',
  operator: 'name',
  terminal: 'name',
  driver: 'name',
  staff: 'name',
  token: 'serial',
  route: "name || ' (' || to_char(day, 'YYYY-MM-DD') || ')'",
  delivery: 'short_id',
  webhook: "substring(url from '//([^/]+)')",
};

const SELECT = Object.entries(CALLED)
  .map(([table, name]) => `select id, ${name} as name from ${table} where id = any($1)`)
  .join(' union all ');

/** An act may name a thousand; who reads it sees of the first ones what they are called. */
const MOST_NAMED = 20;
const idsIn = (value: string): readonly string[] => (value.match(ID) ?? []).slice(0, MOST_NAMED);

/**
 * What acts name by an id, as it is called now; what is gone has no name. Of all depots, as the audit is:
 * an act does not say of each id which depot it is of.
 */
export const namesIn = async (
  db: Database,
  acts: readonly About[],
): Promise<ReadonlyMap<string, string>> => {
  const values = acts.flatMap(({ subject }) => Object.values(subject).map(String));
  const ids = [...new Set(values.flatMap(idsIn))];
  if (ids.length === 0) return new Map();
  const { rows } = await db.query<{ id: string; name: string }>(SELECT, [ids]);
  return new Map(rows.map(({ id, name }) => [id, name]));
};

/** Those of the names that one act's ids have. */
export const namesOf = (
  { subject }: About,
  names: ReadonlyMap<string, string>,
): Record<string, string> =>
  Object.fromEntries(
    Object.values(subject)
      .flatMap((value) => idsIn(String(value)))
      .flatMap((id) => {
        const name = names.get(id);
        return name === undefined ? [] : [[id, name]];
      }),
  );
