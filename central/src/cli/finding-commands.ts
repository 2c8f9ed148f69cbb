import { type Command, InvalidArgumentError, Option } from 'commander';
import { answerOf, type Schemas } from '../../client/client.ts';
import type { CommandContext } from './command-context.ts';
import { timesOf } from './depot-times.ts';
import { inDepotOrAll } from './find.ts';
import { examples, table } from './output.ts';
import { getList, type PageOptions, type PageQuery, withPages } from './pages.ts';

type Finding = Schemas['Finding'];

const detailOf = ({ detail }: Pick<Finding, 'detail'>): string | null =>
  detail === null
    ? null
    : `its store ends at entry ${detail.stored.sequence}, ${
        detail.anchored === null
          ? 'nothing vouches for it'
          : `its log at ${detail.anchored.sequence}`
      }`;

const settledOf = ({ settled }: Pick<Finding, 'settled'>): string | null =>
  settled === null ? null : `${settled.as} by ${settled.by}: ${settled.reason}`;

const findingId = (text: string): number => {
  if (!/^[1-9]\d{0,14}$/.test(text))
    throw new InvalidArgumentError('must be the number of a finding');
  return Number(text);
};

const HEADINGS = [
  'id',
  'code',
  'terminal',
  'entry',
  'received',
  'times',
  'detail',
  'settled',
] as const;

type ListOptions = PageOptions & { readonly depot?: string; readonly settled?: true };

/** `finding`: what could not be taken as it is, and what a person makes of it. */
export const addFindingCommands = (program: Command, context: CommandContext): void => {
  const finding = program.command('finding').description('findings');
  withPages(finding.command('list'))
    .description('list records that need review, the newest first')
    .option('--settled', 'those that somebody has settled, with who and why')
    .option('--depot <depot>', 'name or id')
    .addHelpText('after', examples('finding list', 'finding list --settled --limit 20'))
    .action(async ({ depot, settled, ...pages }: ListOptions) => {
      const { client, output } = context();
      const query = {
        settled: settled === true,
        ...(await inDepotOrAll(client, depot)),
      };
      const list = await getList(
        (page: PageQuery) =>
          client.GET('/v1/findings', { params: { query: { ...query, ...page } } }),
        'findings',
        pages,
      );
      const times = await timesOf(client, list.rows);
      output.result(list.document, () => {
        const rows = list.rows.map((f) => [
          f.id,
          f.code,
          f.terminalName,
          f.sequence,
          times.exactly(f.depot, f.receivedAt),
          f.times,
          detailOf(f),
          settledOf(f),
        ]);
        return table(HEADINGS, rows) + list.note + times.note;
      });
    });
  finding
    .command('settle')
    .argument('<finding>', 'its id', findingId)
    .description('say what comes of a finding; cannot be undone')
    .addOption(
      new Option('--as <choice>', 'its hand-over counts, or nothing is counted')
        .choices(['counted', 'dismissed'])
        .makeOptionMandatory(),
    )
    .requiredOption('--reason <text>', 'why; it is kept with the finding, and in the audit')
    .addHelpText(
      'after',
      examples(
        'finding settle 12 --as counted --reason "the customer has the parcel"',
        'finding settle 13 --as dismissed --reason "a test in the workshop"',
      ),
    )
    .action(async (id: number, { as, reason }: { as: string; reason: string }) => {
      const { client, output } = context();
      await answerOf(
        client.POST('/v1/findings/{finding}/settle', {
          params: { path: { finding: id } },
          body: { counts: as === 'counted', reason },
        }),
      );
      output.result({ finding: id, settled: as }, () => `finding ${id}: ${as}`);
    });
};
