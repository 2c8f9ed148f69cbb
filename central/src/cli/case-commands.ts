import { type Command, InvalidArgumentError, Option } from 'commander';
import { answerOf, once, type Schemas } from '../../client/client.ts';
import type { CentralClient } from './central-client.ts';
import type { CommandContext } from './command-context.ts';
import { CommandFailure } from './command-failure.ts';
import { timesOf } from './depot-times.ts';
import { inDepotOrAll } from './find.ts';
import { examples, table } from './output.ts';
import { getList, type PageOptions, type PageQuery, withPages } from './pages.ts';

type Case = Schemas['WholeCase'];

/** What a person can decide, and the reasons for each. */
const REASONS = {
  counted: ['customer-has-it', 'second-is-right', 'other'],
  dismissed: [
    ...(['first-is-right', 'all-in-order', 'copied-device', 'device-fault', 'test'] as const),
    ...(['not-handed-over', 'other'] as const),
  ],
  noted: ['comes-again', 'customer-collects', 'goes-back', 'claim', 'other'],
} as const;
type As = keyof typeof REASONS;
const DECISIONS = Object.keys(REASONS) as As[];
const CODES = [...new Set(Object.values(REASONS).flat())];

const caseId = (text: string): number => {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('must be the number of a case');
  return Number(text);
};
const caseIds = (text: string, before: readonly number[] = []): number[] => [
  ...new Set([...before, caseId(text)]),
];

/** Cases, whole; all of one depot, because they are decided together or not at all. */
const findCases = async (client: CentralClient, ids: readonly number[]): Promise<Case[]> => {
  const found = await Promise.all(
    ids.map((id) => answerOf(client.GET('/v1/cases/{case}', { params: { path: { case: id } } }))),
  );
  if (new Set(found.map(({ depot }) => depot)).size > 1) {
    throw new CommandFailure('several-depots', 'These cases are of several depots.', 2);
  }
  return found;
};

const inDepotOf = ([first]: readonly Case[]) => ({
  path: { depot: first?.depot ?? '' },
  header: once(),
});

const settledOf = ({ settled }: Pick<Case, 'settled'>): string | null =>
  settled === null
    ? null
    : `${settled.as} by ${settled.by}: ${[settled.code, settled.reason].filter(Boolean).join(', ')}`;

type ListOptions = PageOptions & {
  readonly depot?: string;
  readonly settled?: true;
  readonly mine?: true;
};

const addList = (parent: Command, context: CommandContext): void => {
  withPages(parent.command('list'))
    .description('list what somebody must decide, like cases together')
    .option('--settled', 'those that were decided, with who and why; the last first')
    .option('--mine', 'only those that were given to you')
    .option('--depot <depot>', 'name or id')
    .addHelpText('after', examples('case list --mine', 'case list --settled --limit 20'))
    .action(async ({ depot, settled, mine, ...pages }: ListOptions) => {
      const { client, output } = context();
      const query = {
        state: settled === true ? ('settled' as const) : ('open' as const),
        ...(mine === true ? { assigned: 'me' as const } : {}),
        ...(await inDepotOrAll(client, depot)),
      };
      const list = await getList(
        (page: PageQuery) => client.GET('/v1/cases', { params: { query: { ...query, ...page } } }),
        'cases',
        pages,
      );
      const times = await timesOf(client, list.rows);
      output.result(list.document, () => {
        const rows = list.rows.map((one) => [
          one.id,
          one.code,
          one.terminal.name,
          one.delivery?.shortId ?? null,
          times.exactly(one.depot, one.openedAt),
          one.times,
          one.choices.join(' '),
          one.assigned?.name ?? null,
          settledOf(one),
        ]);
        const heads = [
          ...['id', 'what', 'terminal', 'reference', 'since', 'times', 'may be', 'given to'],
          'settled',
        ];
        return table(heads, rows) + list.note + times.note;
      });
    });
};

type SettleOptions = { readonly as: As; readonly because: string; readonly reason?: string };

const addSettle = (parent: Command, context: CommandContext): void => {
  parent
    .command('settle')
    .argument('<case...>', 'their numbers', caseIds)
    .description('decide cases, all of them or none')
    .addOption(
      new Option('--as <choice>', 'a hand-over counts, or nothing is counted, or it is noted')
        .choices(DECISIONS)
        .makeOptionMandatory(),
    )
    .addOption(new Option('--because <code>', 'why').choices(CODES).makeOptionMandatory())
    .option('--reason <text>', 'why, in words; needed with `other`')
    .addHelpText(
      'after',
      examples(
        'case settle 12 --as counted --because customer-has-it',
        'case settle 13 14 15 --as dismissed --because copied-device',
        'case settle 16 --as noted --because other --reason "the sender fetches it"',
      ),
    )
    .action(async (ids: number[], { as, because, reason }: SettleOptions) => {
      const { client, output } = context();
      if (!REASONS[as].some((code) => code === because)) {
        const sentence = `With ${as} the reason is one of ${REASONS[as].join(', ')}.`;
        throw new CommandFailure('other-reason', sentence, 2);
      }
      const decision = { as, code: because, reason: reason ?? null } as never;
      const params = inDepotOf(await findCases(client, ids));
      const done = await answerOf(
        client.POST('/v1/depots/{depot}/cases/settle', { params, body: { cases: ids, decision } }),
      );
      output.result(done, () => `${ids.length === 1 ? 'case' : 'cases'} ${ids.join(' ')}: ${as}`);
    });
};

type AssignOptions = { readonly to?: string; readonly nobody?: true };

const findColleague = async (client: CentralClient, depot: string, asked: string) => {
  const { colleagues } = await answerOf(
    client.GET('/v1/depots/{depot}/colleagues', { params: { path: { depot } } }),
  );
  const found = colleagues.find(({ id, name }) => id === asked || name === asked);
  if (found !== undefined) return found;
  throw new CommandFailure('unknown-operator', 'Nobody of this name may settle cases there.');
};

const addAssign = (parent: Command, context: CommandContext): void => {
  parent
    .command('assign')
    .argument('<case...>', 'their numbers', caseIds)
    .description('give cases to a colleague, or to nobody')
    .addOption(new Option('--to <name>', 'whose they are, by name or id'))
    .addOption(new Option('--nobody', 'nobody has them any more').conflicts('to'))
    .addHelpText('after', examples('case assign 12 13 --to "Nadia Weber"'))
    .action(async (ids: number[], { to, nobody }: AssignOptions) => {
      const { client, output } = context();
      if (to === undefined && nobody !== true) {
        throw new CommandFailure('nobody-named', 'Say whose they are: --to, or --nobody.', 2);
      }
      const cases = await findCases(client, ids);
      const whose =
        to === undefined ? null : await findColleague(client, cases[0]?.depot ?? '', to);
      const done = await answerOf(
        client.POST('/v1/depots/{depot}/cases/assign', {
          params: inDepotOf(cases),
          body: {
            cases: cases.map(({ id, assigned }) => ({ id, from: assigned?.id ?? null })),
            to: whose?.id ?? null,
          },
        }),
      );
      output.result(done, () => `given to ${whose?.name ?? 'nobody'}`);
    });
};

/** `case`: what a person must decide, and what was decided. */
export const addCaseCommands = (program: Command, context: CommandContext): void => {
  const parent = program.command('case').description('what a person must decide');
  addList(parent, context);
  addSettle(parent, context);
  addAssign(parent, context);
  parent
    .command('reopen')
    .argument('<case>', 'its number', caseId)
    .description('take a decision back that was wrong: what counted before counts again')
    .requiredOption('--reason <text>', 'why; it is kept with the case, and in the audit')
    .addHelpText('after', examples('case reopen 12 --reason "the customer found the parcel"'))
    .action(async (id: number, { reason }: { reason: string }) => {
      const { client, output } = context();
      const done = await answerOf(
        client.POST('/v1/cases/{case}/reopen', {
          params: { path: { case: id }, header: once() },
          body: { reason },
        }),
      );
      output.result(done, () => `case ${id} is open again`);
    });
};
