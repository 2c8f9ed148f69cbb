import type { Command } from 'commander';
import type { CommandContext } from './command-context.ts';
import { addCreateCommand } from './create-command.ts';
import { addDeliveryChangeCommands, position } from './delivery-change-commands.ts';
import { addDeliveryLifeCommands } from './delivery-life-commands.ts';
import { addEraseCommands } from './erase-commands.ts';
import { addFindCommand } from './find-command.ts';
import { addImportCommands } from './import-commands.ts';
import { addInstructCommand } from './instruct-commands.ts';
import { addProofCommand } from './proof-command.ts';

/** `delivery`: its import, and what changes in a delivery's life. */
export const addDeliveryCommands = (program: Command, context: CommandContext): void => {
  const delivery = program.command('delivery').description('deliveries');
  addDeliveryLifeCommands(delivery, context);
  addFindCommand(delivery, context);
  addCreateCommand(delivery, context, position);
  addDeliveryChangeCommands(delivery, context);
  addInstructCommand(delivery, context);
  addImportCommands(delivery, context);
  addEraseCommands(delivery, context);
  addProofCommand(delivery, context);
};
