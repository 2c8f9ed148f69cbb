import type { Command } from 'commander';
import type { CommandContext } from './command-context.ts';
import { addDeliveryChangeCommands } from './delivery-change-commands.ts';
import { addDeliveryLifeCommands } from './delivery-life-commands.ts';
import { addImportCommands } from './import-commands.ts';

/** `delivery`: its import, and what changes in a delivery's life. */
export const addDeliveryCommands = (program: Command, context: CommandContext): void => {
  const delivery = program.command('delivery').description('deliveries');
  addDeliveryLifeCommands(delivery, context);
  addDeliveryChangeCommands(delivery, context);
  addImportCommands(delivery, context);
};
