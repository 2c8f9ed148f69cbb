import type { Command } from 'commander';
import { foldReference } from '../../../shared/protocol/fold-reference.ts';
import { answerOf } from '../../client/client.ts';
import type { CommandContext } from './command-context.ts';
import { timesIn } from './depot-times.ts';
import { findDepot } from './find.ts';
import { printable } from './output.ts';

type Options = { readonly reason: string; readonly as: string; readonly depot?: string };

/** `override`: the dispatcher's own code for a delivery, shown once. */
export const addOverrideCommands = (program: Command, context: CommandContext): void => {
  program
    .command('override <reference>')
    .description('show the override code of an open delivery, once; the audit records who and why')
    .requiredOption('--reason <reason>', 'reason for the override')
    .requiredOption('--as <name>', 'person it is shown to')
    .option('--depot <depot>', 'name or id, if two depots have the reference')
    .action(async (asked: string, { reason, as: person, depot }: Options) => {
      const { client, output } = context();
      const inDepot = depot === undefined ? {} : { depot: (await findDepot(client, depot)).id };
      const body = { reference: foldReference(asked), reason, person, ...inDepot };
      const shown = await answerOf(client.POST('/v1/overrides', { body }));
      const { reference, customer, route, position, terminalName, notAfter } = shown;
      const at = await timesIn(client, shown.depot);
      output.result(shown, () =>
        [
          shown.code,
          printable(`${reference}: ${customer}, stop ${position} of ${route}, on ${terminalName}.`),
          `It works once, on that terminal, until ${at(notAfter)}. It is not shown again.`,
        ].join('\n'),
      );
    });
};
