import { type Command, InvalidArgumentError, Option } from 'commander';
import { answerOf } from '../../client/client.ts';

/** How much of a list is asked for. */
export type PageOptions = { readonly limit?: number; readonly all?: true };

/** As much of a list as was asked for, and whether there is more. */
export type Listed<Row> = {
  readonly rows: readonly Row[];
  /** The list as one document, under its name. */
  readonly document: Readonly<Record<string, unknown>>;
  /** What people are told where there is more; else nothing. */
  readonly note: string;
};

type End = { readonly more: boolean; readonly next: string | null };

/** Which page of a list is asked for. */
export type PageQuery = { readonly limit: number; readonly cursor?: string };

/** The rows that an answer has under this name. */
type RowOf<Answer, Member extends keyof Answer> = Answer[Member] extends readonly (infer Row)[]
  ? Row
  : never;

const MOST_AT_ONCE = 1_000;
const DEFAULT = 200;

const count = (text: string): number => {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('must be a whole number from 1');
};

/** Adds how much of a list is shown. */
export const withPages = (command: Command): Command =>
  command
    .option('--limit <number>', `at most this many (default: ${DEFAULT})`, count)
    .addOption(new Option('--all', 'all of them, however many').conflicts('limit'));

/** Gets a list, page after page, as far as was asked for. `member` is its name in the answers. */
export const getList = async <Answer extends End, Member extends keyof Answer & string>(
  getPage: (page: PageQuery) => Promise<{ data?: Answer; response: Response }>,
  member: Member,
  { limit, all }: PageOptions,
): Promise<Listed<RowOf<Answer, Member>>> => {
  const wanted = all === true ? Number.POSITIVE_INFINITY : (limit ?? DEFAULT);
  const rows: RowOf<Answer, Member>[] = [];
  let end: End = { more: true, next: null };
  while (end.more && rows.length < wanted) {
    const answer: Answer = await answerOf(
      getPage({
        limit: Math.min(wanted - rows.length, MOST_AT_ONCE),
        ...(end.next === null ? {} : { cursor: end.next }),
      }),
    );
    rows.push(...(answer[member] as readonly RowOf<Answer, Member>[]));
    end = answer;
  }
  const { more, next } = end;
  const note = more ? '\nThere are more. Ask for them with --limit or --all.' : '';
  return { rows, document: { [member]: rows, more, next }, note };
};
