import { type Command, Option } from 'commander';
import { answerOf } from '../../client/client.ts';
import type { CommandContext } from './command-context.ts';
import { dayOption } from './days.ts';
import { type CancelReason, cancelMany, findDeliveries, showOutcomes } from './delivery-acts.ts';
import { showDeliveries, showDelivery } from './delivery-texts.ts';
import { timesOf } from './depot-times.ts';
import { findDepot, findRoute } from './find.ts';
import { type DeliveryView, findDelivery } from './find-delivery.ts';
import { getFacts } from './instruct-commands.ts';
import { examples } from './output.ts';
import { listRoutesOfDay } from './routes-of-day.ts';

type InDepot = { readonly depot?: string };

/** `delivery list|show|cancel`: what is known of a delivery, and what ends it. */
export const addDeliveryLifeCommands = (delivery: Command, context: CommandContext): void => {
  delivery
    .command('list')
    .description('list the deliveries of a day, or of one of its routes')
    .option('--route <route>', 'name or id')
    .addOption(dayOption())
    .option('--depot <depot>', 'name or id; needed where two depots have the route')
    .addHelpText('after', examples('delivery list', 'delivery list --route 14 --day 2026-12-01'))
    .action(async ({ route, ...options }: InDepot & { route?: string; day?: string }) => {
      const { client, output } = context();
      const { rows: routes, none } =
        route === undefined
          ? await listRoutesOfDay(client, options, { all: true })
          : { rows: [await findRoute(client, route, options)], none: 'none' };
      const deliveries: DeliveryView[] = [];
      for (const { id } of routes) {
        const params = { path: { route: id } };
        const listed = await answerOf(client.GET('/v1/routes/{route}/deliveries', { params }));
        deliveries.push(...listed.deliveries);
      }
      const times = await timesOf(client, deliveries);
      output.result({ deliveries }, () => showDeliveries(deliveries, times, none) + times.note);
    });
  delivery
    .command('show <delivery>')
    .description('show a delivery, by its reference or its id')
    .option('--depot <depot>', 'name or id, if two depots have the reference')
    .addHelpText('after', examples('delivery show 4F7K2M'))
    .action(async (asked: string, { depot }: InDepot) => {
      const { client, output } = context();
      const found = await findDelivery(client, asked, depot);
      const zone = await findDepot(client, found.depot);
      const instructions = await getFacts(client, found.id);
      output.result({ ...found, instructions }, () => showDelivery(found, instructions, zone));
    });
  delivery
    .command('cancel <delivery...>')
    .description('cancel deliveries; terminals learn of it at their next docking')
    .addOption(
      new Option('--reason <reason>', 'why')
        .choices(['cancelled', 'address-wrong', 'merged'])
        .default('cancelled'),
    )
    .option('--depot <depot>', 'name or id, if two depots have the reference')
    .addHelpText(
      'after',
      examples('delivery cancel 4F7K2M', 'delivery cancel 4F7K2M 9QX0TR --reason address-wrong'),
    )
    .action(async (asked: string[], { reason, depot }: InDepot & { reason: CancelReason }) => {
      const { client, output } = context();
      const found = await findDeliveries(client, asked, depot);
      const outcomes = await cancelMany(client, found, reason);
      output.result({ deliveries: outcomes }, () => showOutcomes(outcomes, found));
    });
};
