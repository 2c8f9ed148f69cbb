import { type Command, Option } from 'commander';
import { answerOf, type Schemas } from '../../client/client.ts';
import type { CommandContext } from './command-context.ts';
import { timesIn, timesOf } from './depot-times.ts';
import { drawQr } from './draw-qr.ts';
import { findTerminal } from './find.ts';
import { findDelivery } from './find-delivery.ts';
import { printable, table } from './output.ts';
import { getList, type PageOptions, type PageQuery, withPages } from './pages.ts';

type PassView = Schemas['Pass'];
type IssueOptions = {
  readonly audience: PassView['audience'];
  readonly terminal?: string;
  readonly depot?: string;
};

const audienceOf = ({ audience, terminal, route }: PassView): string =>
  audience === 'depot' ? 'depot' : `${audience} ${terminal?.name ?? route}`;

/** `pass`: signed passes, as a QR code for the customer. */
export const addPassCommands = (program: Command, context: CommandContext): void => {
  const pass = program.command('pass').description('signed passes');
  pass
    .command('issue <delivery>')
    .description('create a pass for an open delivery, by its short id or id; it is shown once')
    .addOption(
      new Option('--audience <audience>', 'who may take it')
        .choices(['terminal', 'route', 'depot'])
        .makeOptionMandatory(),
    )
    .option(
      '--terminal <terminal>',
      "name or id, for audience terminal (default: the route's terminal)",
    )
    .option('--depot <depot>', 'name or id, if two depots have the short id')
    .action(async (asked: string, { audience, terminal, depot }: IssueOptions) => {
      const { client, output } = context();
      const { id: delivery, depot: own } = await findDelivery(client, asked, depot);
      const named =
        terminal === undefined ? {} : { terminal: (await findTerminal(client, terminal)).id };
      const made = await answerOf(
        client.POST('/v1/deliveries/{delivery}/passes', {
          params: { path: { delivery } },
          body: { audience, ...named },
        }),
      );
      const qr = await drawQr(made.text);
      const at = await timesIn(client, own);
      output.result(made, () =>
        [
          qr,
          made.text,
          printable(
            `Pass ${made.once} for ${audienceOf(made)}, from ${at(made.notBefore)} until ${at(made.notAfter)}. It works once, and is not shown again.`,
          ),
        ].join('\n'),
      );
    });
  withPages(pass.command('list <delivery>'))
    .description('list the passes of a delivery')
    .option('--depot <depot>', 'name or id, if two depots have the short id')
    .action(async (asked: string, { depot, ...pages }: PageOptions & { depot?: string }) => {
      const { client, output } = context();
      const found = await findDelivery(client, asked, depot);
      const path = { delivery: found.id };
      const list = await getList(
        (query: PageQuery) =>
          client.GET('/v1/deliveries/{delivery}/passes', { params: { path, query } }),
        'passes',
        pages,
      );
      const times = await timesOf(client, [found]);
      output.result(list.document, () => {
        const rows = list.rows.map((p) => [
          p.once,
          p.epoch,
          audienceOf(p),
          times.at(found.depot, p.notBefore),
          times.at(found.depot, p.notAfter),
          p.state,
        ]);
        const heads = ['pass', 'number', 'for', 'not before', 'not after', 'state'];
        return table(heads, rows) + list.note + times.note;
      });
    });
  pass
    .command('withdraw <pass>')
    .description('withdraw a pass; terminals learn of it at their next docking')
    // The name of a pass may begin with a hyphen, and is no option then.
    .allowUnknownOption()
    .action(async (once: string) => {
      const { client, output } = context();
      const withdrawn = await answerOf(
        client.POST('/v1/passes/{once}/withdraw', { params: { path: { once } } }),
      );
      output.result(withdrawn, () => `withdrew pass ${withdrawn.once}`);
    });
};
