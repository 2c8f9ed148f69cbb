import { type Command, InvalidArgumentError, Option } from 'commander';
import { day } from '../../../shared/protocol/ids.ts';
import { answerOf } from '../../client/client.ts';
import type { CommandContext } from './command-context.ts';
import { inDepotOrAll } from './find.ts';
import { examples, table, when } from './output.ts';

const calendarDay = (text: string): string => {
  const found = day.safeParse(text);
  if (found.success) return found.data;
  throw new InvalidArgumentError('must be a day as YYYY-MM-DD');
};

type Options = {
  readonly depot?: string;
  readonly from: string;
  readonly to: string;
  readonly by: 'day' | 'week' | 'month';
};

const ENDS = ['code', 'pass', 'token', 'override', 'undelivered', 'expired', 'cancelled', 'open'];

/** `report`: what depots did, in numbers. */
export const addReportCommand = (program: Command, context: CommandContext): void => {
  program
    .command('report')
    .description('sum up how stops ended, by day, week or month')
    .option('--depot <depot>', 'name or id (default: all)')
    .requiredOption('--from <day>', 'first day, as YYYY-MM-DD', calendarDay)
    .requiredOption('--to <day>', 'last day, as YYYY-MM-DD', calendarDay)
    .addOption(
      new Option('--by <time>', 'what one line is')
        .choices(['day', 'week', 'month'])
        .default('day'),
    )
    .addHelpText(
      'after',
      examples('report --from 2026-11-01 --to 2026-11-30 --by week --depot "Berlin South"'),
    )
    .action(async ({ depot, from, to, by }: Options) => {
      const { client, output } = context();
      const query = { ...(await inDepotOrAll(client, depot)), from, to, by };
      const report = await answerOf(client.GET('/v1/reports', { params: { query } }));
      output.result(report, () => {
        const rows = report.periods.map(({ from: first, to: last, ends }) => [
          first === last ? first : `${first} … ${last}`,
          ...ENDS.map((end) => ends[end] ?? 0),
        ]);
        const counted =
          report.countedAt === null
            ? 'Nothing is counted yet: that happens every five minutes.'
            : `Counted ${when(report.countedAt)}.`;
        return `${table(['when', ...ENDS], rows)}\n${counted}`;
      });
    });
};
