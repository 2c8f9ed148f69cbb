import type { Command } from 'commander';
import type { CommandContext } from './command-context.ts';
import { addDeliveryChangeCommands } from './delivery-change-commands.ts';
import { addDeliveryLifeCommands } from './delivery-life-commands.ts';
import { findDepot } from './find.ts';
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

/** `delivery`: import here, what changes in a delivery's life in files of their own. */
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
};
