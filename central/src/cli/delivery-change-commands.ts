import { type Command, InvalidArgumentError } from 'commander';
import { answerOf } from '../../client/client.ts';
import type { CommandContext } from './command-context.ts';
import { CommandFailure } from './command-failure.ts';
import { dayOption } from './days.ts';
import { findDeliveries, moveMany, showNotes, showOutcomes, toDelivery } from './delivery-acts.ts';
import { type TimeOptions, timesOf, withTimes } from './delivery-times.ts';
import { findRoute } from './find.ts';
import { type DeliveryView, findDelivery } from './find-delivery.ts';
import { examples } from './output.ts';

type InDepot = { readonly depot?: string };
type ChangeOptions = InDepot &
  TimeOptions & {
    readonly customer?: string;
    readonly address?: string;
    readonly phone?: string;
    readonly language?: string;
  };
type MoveOptions = InDepot &
  TimeOptions & { readonly to?: string; readonly day?: string; readonly position?: number };

/** What takes a customer's own language away. */
const DEPOTS = 'depot';

/** A position in a route as an option's value. */
export const position = (text: string): number => {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('must be a whole number from 1');
};

const IN_DEPOT = ['--depot <depot>', 'name or id, if two depots have the reference'] as const;

/** `delivery change|move|split|reissue|resend`. */
export const addDeliveryChangeCommands = (delivery: Command, context: CommandContext): void => {
  withTimes(delivery.command('change <delivery>'))
    .description('change times, customer, address, telephone number or language; the code stays')
    .option('--customer <name>', 'name of the customer')
    .option('--address <lines>', 'address, its lines separated by |')
    .option('--phone <number>', 'telephone number')
    .option('--language <language>', "of the customer's messages; `depot` for the depot's")
    .option(...IN_DEPOT)
    .addHelpText(
      'after',
      examples(
        'delivery change 4F7K2M --arrival 15:30',
        'delivery change 4F7K2M --phone "+49 170 5550199" --customer "R. Okafor"',
      ),
    )
    .action(async (asked: string, { depot, ...options }: ChangeOptions) => {
      const { client, output } = context();
      const found = await findDelivery(client, asked, depot);
      const { customer, address, phone, language, ...times } = options;
      const body = {
        ...timesOf(times, found.route.day),
        ...(customer === undefined ? {} : { customer }),
        ...(address === undefined ? {} : { address: address.split('|') }),
        ...(phone === undefined ? {} : { phone }),
        ...(language === undefined ? {} : { language: language === DEPOTS ? '' : language }),
      };
      if (Object.keys(body).length === 0) {
        throw new CommandFailure('nothing-to-change', 'Name something to change.', 2);
      }
      const outcome = await answerOf(
        client.PATCH('/v1/deliveries/{delivery}', { params: toDelivery(found), body }),
      );
      output.result(outcome, () =>
        [showOutcomes([outcome], [found]), ...showNotes(outcome.notes)].join('\n'),
      );
    });

  withTimes(delivery.command('move <delivery...>'))
    .description('move deliveries to another route, or one to another position')
    .option('--to <route>', 'name or id of the route')
    .addOption(dayOption('that of the delivery'))
    .option('--position <number>', 'position in the route (default: last)', position)
    .option(...IN_DEPOT)
    .addHelpText(
      'after',
      examples(
        'delivery move 4F7K2M 9QX0TR --to 15',
        'delivery move 4F7K2M --position 3',
        'delivery move 4F7K2M --to 15 --day 2026-12-01 --arrival 10:00 --until 18:00',
      ),
    )
    .action(async (asked: string[], { depot, ...options }: MoveOptions) => {
      const { client, output } = context();
      const found = await findDeliveries(client, asked, depot);
      const [first, second] = found;
      if (first === undefined) return;
      const { to, day, position: place, ...times } = options;
      if (to === undefined && place === undefined) {
        throw new CommandFailure('nothing-to-change', 'Name a route (--to) or a --position.', 2);
      }
      const target = { depot: first.depot, day: day ?? first.route.day };
      const route = to === undefined ? null : await findRoute(client, to, target);
      const given = timesOf(times, route?.day ?? first.route.day);
      const where = {
        ...(place === undefined ? {} : { position: place }),
        ...(Object.keys(given).length === 0 ? {} : { times: given }),
      };
      if (second !== undefined && Object.keys(where).length > 0) {
        const sentence = 'A position or times are for one delivery at a time.';
        throw new CommandFailure('one-at-a-time', sentence, 2);
      }
      const onto = route === null ? {} : { route: route.id };
      const outcomes =
        second === undefined
          ? [
              await answerOf(
                client.POST('/v1/deliveries/{delivery}/move', {
                  params: toDelivery(first),
                  body: { ...onto, ...where },
                }),
              ),
            ]
          : await moveMany(client, found, onto);
      output.result({ deliveries: outcomes }, () => showOutcomes(outcomes, found));
    });

  delivery
    .command('split <delivery>')
    .description('give some parcels to a second delivery, for the same customer')
    .requiredOption('--parcels <labels>', 'labels of the parcels, separated by ;')
    .option(...IN_DEPOT)
    .addHelpText('after', examples('delivery split 4F7K2M --parcels "00340123450000000086"'))
    .action(async (asked: string, { depot, parcels }: InDepot & { parcels: string }) => {
      const { client, output } = context();
      const found = await findDelivery(client, asked, depot);
      const labels = parcels.split(';').map((label) => label.trim());
      const body = { parcels: labels.filter((label) => label !== '') };
      const done = await answerOf(
        client.POST('/v1/deliveries/{delivery}/split', { params: toDelivery(found), body }),
      );
      const second = await findDelivery(client, done.second.id);
      output.result(done, () => showOutcomes([done, done.second], [found, second]));
    });

  const addPlain = (name: 'reissue' | 'resend', description: string): void => {
    delivery
      .command(`${name} <delivery>`)
      .description(description)
      .option(...IN_DEPOT)
      .addHelpText('after', examples(`delivery ${name} 4F7K2M`))
      .action(async (asked: string, { depot }: InDepot) => {
        const { client, output } = context();
        const found: DeliveryView = await findDelivery(client, asked, depot);
        const outcome = await answerOf(
          client.POST(`/v1/deliveries/{delivery}/${name}`, { params: toDelivery(found), body: {} }),
        );
        output.result(outcome, () => showOutcomes([outcome], [found]));
      });
  };
  addPlain('reissue', 'make the code void and another one, at the next docking of the terminal');
  addPlain('resend', 'send the same code now, or again while central still has it');
};
