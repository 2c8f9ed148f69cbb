import type { Command } from 'commander';
import { answerOf, once } from '../../client/client.ts';
import type { CommandContext } from './command-context.ts';
import { dayIn, dayOption } from './days.ts';
import { showNotes } from './delivery-acts.ts';
import { allTimesOf, type TimeOptions, withTimes } from './delivery-times.ts';
import { findDepot } from './find.ts';
import { examples, printable } from './output.ts';

type Options = Required<TimeOptions> & {
  readonly depot: string;
  readonly route: string;
  readonly customer: string;
  readonly address: string;
  readonly parcels: string;
  readonly phone?: string;
  readonly token?: string;
  readonly language?: string;
  readonly position?: number;
  readonly day?: string;
  readonly note?: string;
};

const list = (text: string, sign: string): string[] =>
  text
    .split(sign)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** `delivery create`: one delivery. */
export const addCreateCommand = (
  delivery: Command,
  context: CommandContext,
  position: (text: string) => number,
): void => {
  withTimes(delivery.command('create'), true)
    .description('create one delivery; for many, import a file')
    .requiredOption('--depot <depot>', 'name or id')
    .requiredOption('--route <route>', 'name; a new one is made if the day has none')
    .requiredOption('--customer <name>', 'name of the customer')
    .requiredOption('--address <lines>', 'address, its lines separated by |')
    .requiredOption('--parcels <labels>', 'labels of the parcels, separated by ;')
    .option('--phone <number>', 'where the code is sent; may be left out where there is a token')
    .option('--token <serial>', "serial number of the customer's token")
    .option('--language <language>', "the customer's (default: the depot's)")
    .option('--position <number>', 'position in the route (default: last)', position)
    .option('--note <text>', 'note for the driver')
    .addOption(dayOption())
    .addHelpText(
      'after',
      examples(
        'delivery create --depot "Berlin South" --route 14 --customer "R. Okafor" --address "Weg 3|12043 Berlin" --phone "0170 1234567" --parcels 340123450000000017 --arrival 15:30 --from 08:00 --until 20:00',
      ),
    )
    .action(async ({ day, note, address, parcels, arrival, from, until, ...given }: Options) => {
      const { client, output } = context();
      const depot = await findDepot(client, given.depot);
      const of = dayIn(depot.timeZone, Date.now(), day);
      const made = await answerOf(
        client.POST('/v1/deliveries', {
          params: { header: once() },
          body: {
            ...given,
            depot: depot.id,
            address: list(address, '|'),
            parcels: list(parcels, ';'),
            ...allTimesOf({ arrival, from, until }, of),
            ...(note === undefined ? {} : { instructions: { note } }),
          },
        }),
      );
      output.result(made, () =>
        [printable(`created ${made.shortId} (${made.id})`), ...showNotes(made.notes)].join('\n'),
      );
    });
};
