import { type Command, Option } from 'commander';
import { answerOf, changing } from '../../client/client.ts';
import type { CentralClient } from './central-client.ts';
import type { CommandContext } from './command-context.ts';
import { dayOption } from './days.ts';
import { moveMany, type Outcome, showOutcomes } from './delivery-acts.ts';
import { findDriver, findRoute, findTerminal, inDepotOrAll, type RouteView } from './find.ts';
import { examples, table } from './output.ts';
import { getList, type PageOptions, type PageQuery, withPages } from './pages.ts';
import { listRoutesOfDay } from './routes-of-day.ts';

type ListOptions = PageOptions & {
  readonly depot?: string;
  readonly day?: string;
  readonly allDays?: true;
};
type AssignOptions = {
  readonly terminal: string;
  readonly driver?: string;
  readonly day?: string;
  readonly depot?: string;
};
type MoveOptions = { readonly to: string; readonly day?: string; readonly depot?: string };

const showRoutes = (routes: readonly RouteView[], none?: string): string =>
  table(
    [
      'route',
      'day',
      'id',
      'driver',
      'terminal',
      'stops',
      'open',
      'delivered',
      'undelivered',
      'expired',
      'cancelled',
    ],
    routes.map((r) => [
      r.name,
      r.day,
      r.id,
      r.driver?.name,
      r.terminal?.name,
      r.deliveries,
      r.open,
      r.delivered,
      r.undelivered,
      r.expired,
      r.cancelled,
    ]),
    none,
  );

const listAll = (client: CentralClient, within: { readonly depot?: string }, pages: PageOptions) =>
  getList(
    (page: PageQuery) => client.GET('/v1/routes', { params: { query: { ...within, ...page } } }),
    'routes',
    pages,
  );

/** The most that one act takes. */
const MAX_AT_ONCE = 1_000;

/** `route`: the routes of a day, who has them, and their stops to another one. */
export const addRouteCommands = (program: Command, context: CommandContext): void => {
  const route = program.command('route').description('routes');
  withPages(route.command('list'))
    .description('list the routes of a day')
    .option('--depot <depot>', 'name or id')
    .addOption(dayOption())
    .addOption(new Option('--all-days', 'of every day').conflicts('day'))
    .addHelpText(
      'after',
      examples('route list', 'route list --depot "Berlin South" --day tomorrow'),
    )
    .action(async ({ depot, day, allDays, ...pages }: ListOptions) => {
      const { client, output } = context();
      const list =
        allDays === true
          ? {
              ...(await listAll(client, await inDepotOrAll(client, depot), pages)),
              none: 'none',
            }
          : await listRoutesOfDay(client, { depot, day }, pages);
      output.result(list.document, () => showRoutes(list.rows, list.none) + list.note);
    });
  route
    .command('assign <route>')
    .description('assign a route to a terminal and a driver')
    .requiredOption('--terminal <terminal>', 'name or id')
    .option('--driver <driver>', 'name or id; required the first time')
    .addOption(dayOption())
    .option('--depot <depot>', 'name or id, if two depots have the route')
    .addHelpText(
      'after',
      examples('route assign 14 --terminal "Handheld 1" --driver "Kim Petersen"'),
    )
    .action(async (asked: string, options: AssignOptions) => {
      const { client, output } = context();
      const found = await findRoute(client, asked, options);
      const terminal = await findTerminal(client, options.terminal);
      const driver = options.driver && (await findDriver(client, found.depot, options.driver)).id;
      const body = { terminal: terminal.id, ...(driver ? { driver } : {}) };
      const params = { path: { route: found.id }, header: changing(found.version) };
      await answerOf(client.POST('/v1/routes/{route}/assign', { params, body }));
      const done = await findRoute(client, found.id, {});
      output.result(done, () => showRoutes([done]));
    });
  route
    .command('move <route>')
    .description('move the open stops of a route to another route of the same day')
    .requiredOption('--to <route>', 'name or id')
    .addOption(dayOption())
    .option('--depot <depot>', 'name or id, if two depots have the route')
    .addHelpText('after', examples('route move 14 --to 15'))
    .action(async (asked: string, { to, day, depot }: MoveOptions) => {
      const { client, output } = context();
      const from = await findRoute(client, asked, { day, depot });
      const target = await findRoute(client, to, { day: from.day, depot: from.depot });
      const params = { path: { route: from.id } };
      const { deliveries } = await answerOf(
        client.GET('/v1/routes/{route}/deliveries', { params }),
      );
      const open = deliveries.filter(({ status }) => status === 'open');
      const outcomes: Outcome[] = [];
      for (let first = 0; first < open.length; first += MAX_AT_ONCE) {
        const some = open.slice(first, first + MAX_AT_ONCE);
        outcomes.push(...(await moveMany(client, some, { route: target.id })));
      }
      output.result({ deliveries: outcomes }, () => showOutcomes(outcomes, open));
    });
};
