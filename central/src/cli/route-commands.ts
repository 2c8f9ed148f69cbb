import { type Command, Option } from 'commander';
import { dayOf } from '../../../shared/protocol/time/zoned-day.ts';
import type { CentralClient } from './central-client.ts';
import type { CommandContext } from './command-context.ts';
import { actOn, showOutcomes } from './delivery-acts.ts';
import {
  type DepotView,
  dayOption,
  findDepot,
  findDriver,
  findRoute,
  findTerminal,
  type RouteView,
} from './find.ts';
import type { DeliveryView } from './find-delivery.ts';
import { examples, table } from './output.ts';

type ListOptions = { readonly depot?: string; readonly day?: string; readonly allDays?: true };
type AssignOptions = {
  readonly terminal: string;
  readonly driver?: string;
  readonly day?: string;
  readonly depot?: string;
};
type MoveOptions = { readonly to: string; readonly day?: string; readonly depot?: string };

const showRoutes = (routes: readonly RouteView[]): string =>
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
  );

const listRoutes = async (
  client: CentralClient,
  query: Readonly<Record<string, string>>,
): Promise<readonly RouteView[]> =>
  (await client.get<{ routes: RouteView[] }>(`/v1/routes?${new URLSearchParams(query)}`)).routes;

/** The routes of today, which is not the same day in each depot. */
const listToday = async (
  client: CentralClient,
  depots: readonly DepotView[],
  within: Readonly<Record<string, string>>,
): Promise<readonly RouteView[]> => {
  const now = Date.now();
  const todays = new Map(depots.map(({ id, timeZone }) => [id, dayOf(now, timeZone)]));
  const lists = [];
  for (const day of new Set(todays.values()))
    lists.push(await listRoutes(client, { ...within, day }));
  return lists.flat().filter((route) => route.day === todays.get(route.depot));
};

/** The most that one act takes. */
const MAX_AT_ONCE = 1_000;

/** `route`: the routes of a day, who has them, and their stops to another one. */
export const addRouteCommands = (program: Command, context: CommandContext): void => {
  const route = program.command('route').description('routes');
  route
    .command('list')
    .description('list the routes of a day')
    .option('--depot <depot>', 'name or id')
    .addOption(dayOption())
    .addOption(new Option('--all-days', 'of every day').conflicts('day'))
    .addHelpText(
      'after',
      examples('route list', 'route list --depot "Berlin South" --day 2026-12-01'),
    )
    .action(async ({ depot, day, allDays }: ListOptions) => {
      const { client, output } = context();
      const { depots } = await client.get<{ depots: DepotView[] }>('/v1/depots');
      const within = depot === undefined ? {} : { depot: (await findDepot(client, depot)).id };
      const isOfToday = day === undefined && allDays === undefined;
      const routes = isOfToday
        ? await listToday(client, depots, within)
        : await listRoutes(client, { ...within, ...(day === undefined ? {} : { day }) });
      output.result({ routes }, () => showRoutes(routes));
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
      const done = await client.post<RouteView>(`/v1/routes/${found.id}/assign`, body);
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
      const path = `/v1/routes/${from.id}/deliveries`;
      const { deliveries } = await client.get<{ deliveries: DeliveryView[] }>(path);
      const open = deliveries.filter(({ status }) => status === 'open').slice(0, MAX_AT_ONCE);
      const outcomes = await actOn(client, open, 'move', { route: target.id });
      output.result({ deliveries: outcomes }, () => showOutcomes(outcomes, open));
    });
};
