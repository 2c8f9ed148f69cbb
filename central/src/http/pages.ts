import { z } from 'zod';

/** The most rows of one page. */
const MOST = 1_000;

/** Which part of a list is asked for: at most so many rows, of those behind the one with this key. */
export type Page<Key> = { readonly limit: number; readonly cursor?: Key | undefined };

const readJson = (cursor: string): unknown => {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return null;
  }
};

/**
 * What every list is asked by, beside its filters. `key` is what its rows are ordered by, each other
 * than all the others'; a cursor is that of a page's last row, and means nothing to who carries it.
 */
export const pageQuery = <Key extends z.ZodType>(key: Key) => ({
  limit: z.coerce.number().int().min(1).max(MOST).default(MOST),
  cursor: z
    .string()
    .max(600)
    .transform((text, check): z.output<Key> => {
      const read = key.safeParse(readJson(text));
      if (read.success) return read.data;
      check.addIssue('is no cursor of this list');
      return z.NEVER;
    })
    .optional()
    .meta({ description: '`next` of the page before' }),
});

/** A parameter that is said or not: `true` or `false`. */
export const flag = z
  .stringbool({ truthy: ['true'], falsy: ['false'], case: 'sensitive' })
  .meta({ type: 'boolean' });

/** What a list is asked by that always comes whole: nothing. */
export const wholeList = z.strictObject({});

/** What every list says beside its rows: whether there are more, and the cursor of the next page. */
export const pageEnd = { more: z.boolean(), next: z.string().nullable() };

export type PageEnd = { readonly more: boolean; readonly next: string | null };

/** How many rows a statement is to ask for, so that it is known whether there are more. */
export const oneMore = ({ limit }: Pick<Page<unknown>, 'limit'>): number => limit + 1;

/** The rows of a page out of those that were found, and how it ends. */
export const cutPage = <Row, Key>(
  rows: readonly Row[],
  { limit }: Pick<Page<Key>, 'limit'>,
  keyOf: (row: Row) => Key,
): { readonly rows: readonly Row[]; readonly end: PageEnd } => {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit;
  const next =
    more && last !== undefined
      ? Buffer.from(JSON.stringify(keyOf(last))).toString('base64url')
      : null;
  return { rows: shown, end: { more, next } };
};
