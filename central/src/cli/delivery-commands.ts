import type { Command } from 'commander';
import type { CommandContext } from './command-context.ts';
import { addDeliveryChangeCommands } from './delivery-change-commands.ts';
import { addDeliveryLifeCommands } from './delivery-life-commands.ts';
import {
  dayOption,
  findDepot,
  findDriver,
  findRoute,
  findTerminal,
  isoDay,
  type RouteView,
} from './find.ts';
import { printable, table } from './output.ts';
import { readGivenFile } from './read-file.ts';

type Imported = {
  readonly imported: number;
  readonly routes: readonly {
    readonly name: string;
    readonly day: string;
    readonly id: string;
    readonly deliveries: number;
  }[];
  readonly notes: readonly {
    readonly line: number;
    readonly column: string | null;
    readonly reason: string;
  }[];
};

type AssignOptions = {
  readonly terminal: string;
  readonly driver?: string;
  readonly day?: string;
  readonly depot?: string;
};

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

/** `delivery import` and `route`. */
export const addDeliveryCommands = (program: Command, context: CommandContext): void => {
  const delivery = program.command('delivery').description('deliveries');
  addDeliveryLifeCommands(delivery, context);
  addDeliveryChangeCommands(delivery, context);
  delivery
    .command('import <file>')
    .description('import deliveries from a CSV file, all of them or none (docs/import.md)')
    .requiredOption('--depot <depot>', 'name or id')
    .action(async (file: string, options: { depot: string }) => {
      const { client, output } = context();
      const bytes = await readGivenFile(file);
      const { id } = await findDepot(client, options.depot);
      const path = `/v1/depots/${id}/deliveries`;
      const done = await client.postText<Imported>(path, 'text/csv', bytes);
      output.result(done, () =>
        [
          `imported ${done.imported} deliveries`,
          table(
            ['route', 'day', 'id', 'stops'],
            done.routes.map((r) => [r.name, r.day, r.id, r.deliveries]),
          ),
          ...done.notes.map(
            ({ line, column, reason }) =>
              `note: row ${line}${column === null ? '' : `, ${printable(column)}`}: ${reason}`,
          ),
        ].join('\n'),
      );
    });

  const route = program.command('route').description('routes');
  route
    .command('list')
    .description('list routes')
    .option('--depot <depot>', 'name or id')
    .option('--day <day>', 'YYYY-MM-DD', isoDay)
    .action(async (options: { depot?: string; day?: string }) => {
      const { client, output } = context();
      const query = new URLSearchParams(options.day === undefined ? {} : { day: options.day });
      if (options.depot) query.set('depot', (await findDepot(client, options.depot)).id);
      const list = await client.get<{ routes: RouteView[] }>(`/v1/routes?${query}`);
      output.result(list, () => showRoutes(list.routes));
    });
  route
    .command('assign <route>')
    .description('assign a route to a terminal and a driver')
    .requiredOption('--terminal <terminal>', 'name or id')
    .option('--driver <driver>', 'name or id; required the first time')
    .addOption(dayOption())
    .option('--depot <depot>', 'name or id, if two depots have the route')
    .action(async (asked: string, options: AssignOptions) => {
      const { client, output } = context();
      const found = await findRoute(client, asked, options);
      const terminal = await findTerminal(client, options.terminal);
      const driver = options.driver && (await findDriver(client, found.depot, options.driver)).id;
      const body = { terminal: terminal.id, ...(driver ? { driver } : {}) };
      const done = await client.post<RouteView>(`/v1/routes/${found.id}/assign`, body);
      output.result(done, () => showRoutes([done]));
    });
};
