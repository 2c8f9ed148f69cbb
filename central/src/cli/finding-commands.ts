import { type Command, InvalidArgumentError } from 'commander';
import type { RolledBackReport } from '../../../shared/protocol/api/terminal.ts';
import type { CommandContext } from './command-context.ts';
import { findDepot } from './find.ts';
import { table, when } from './output.ts';

type Finding = {
  readonly id: number;
  readonly code: string;
  readonly terminalName: string;
  readonly sequence: number;
  readonly receivedAt: number;
  readonly times: number;
  readonly detail: RolledBackReport | null;
  readonly settled: { readonly as: string; readonly by: string; readonly reason: string } | null;
};

const detailOf = ({ detail }: Finding): string | null =>
  detail === null
    ? null
    : `its store ends at entry ${detail.stored.sequence}, ${
        detail.anchored === null
          ? 'nothing vouches for it'
          : `its log at ${detail.anchored.sequence}`
      }`;

const settledOf = ({ settled }: Finding): string | null =>
  settled === null ? null : `${settled.as} by ${settled.by}: ${settled.reason}`;

const findingId = (text: string): number => {
  if (!/^[1-9]\d{0,14}$/.test(text))
    throw new InvalidArgumentError('must be the number of a finding');
  return Number(text);
};

/** `finding`: what could not be taken as it is, and what a person makes of it. */
export const addFindingCommands = (program: Command, context: CommandContext): void => {
  const finding = program.command('finding').description('findings');
  finding
    .command('list')
    .description('list records that need review')
    .option('--depot <depot>', 'name or id')
    .option('--before <finding>', 'only older ones than this', findingId)
    .action(async (options: { depot?: string; before?: number }) => {
      const { client, output } = context();
      const depot = options.depot && (await findDepot(client, options.depot)).id;
      const query = new URLSearchParams({
        ...(depot ? { depot } : {}),
        ...(options.before === undefined ? {} : { before: String(options.before) }),
      });
      const list = await client.get<{ findings: Finding[]; more: boolean }>(
        `/v1/findings?${query}`,
      );
      const last = list.findings.at(-1);
      const more =
        list.more && last !== undefined ? `\nThere are older ones: --before ${last.id}` : '';
      output.result(
        list,
        () =>
          `${table(
            ['id', 'code', 'terminal', 'entry', 'received', 'times', 'detail', 'settled'],
            list.findings.map((f) => [
              f.id,
              f.code,
              f.terminalName,
              f.sequence,
              when(f.receivedAt),
              f.times,
              detailOf(f),
              settledOf(f),
            ]),
          )}${more}`,
      );
    });

  const settle = async (id: number, reason: string, counts: boolean): Promise<void> => {
    const { client, output } = context();
    await client.post(`/v1/findings/${id}/settle`, { counts, reason });
    const as = counts ? 'counted' : 'dismissed';
    output.result({ finding: id, settled: as }, () => `finding ${id}: ${as}`);
  };
  finding
    .command('count')
    .argument('<finding>', 'its id', findingId)
    .description('count a hand-over that is held back by a finding; cannot be undone')
    .requiredOption('--reason <text>', 'why; it is kept with the finding')
    .action((id: number, { reason }: { reason: string }) => settle(id, reason, true));
  finding
    .command('dismiss')
    .argument('<finding>', 'its id', findingId)
    .description('settle a finding without counting anything')
    .requiredOption('--reason <text>', 'why; it is kept with the finding')
    .action((id: number, { reason }: { reason: string }) => settle(id, reason, false));
};
