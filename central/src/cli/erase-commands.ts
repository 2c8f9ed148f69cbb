import { type Command, InvalidArgumentError } from 'commander';
import { readStrictJson } from '../../../shared/protocol/codec/strict-json.ts';
import { readActFile } from '../../../shared/protocol/verify/act-chain.ts';
import { answerOf, type Schemas } from '../../client/client.ts';
import type { CommandContext } from './command-context.ts';
import { CommandFailure } from './command-failure.ts';
import { toDelivery } from './delivery-acts.ts';
import { findDepot } from './find.ts';
import { findDelivery } from './find-delivery.ts';
import { examples } from './output.ts';
import { readGivenFile } from './read-file.ts';

/** How many deliveries one request names. */
const AT_ONCE = 1_000;

const ALWAYS = 'always';
const days = (text: string): number | null => {
  if (text === ALWAYS) return null;
  const count = Number(text);
  if (/^\d{1,4}$/.test(text) && count >= 1 && count <= 3_650) return count;
  throw new InvalidArgumentError('must be days, 1 to 3650, or `always`');
};

type Retention = Schemas['Retention'];

const showRetention = (name: string, kept: Retention): string =>
  `${name} keeps ${Object.entries(kept)
    .map(([kind, count]) => `${kind} ${count === null ? ALWAYS : `${count} days`}`)
    .join(', ')}`;

/** The deliveries that an exported audit says were erased, by depot. */
const erasedIn = async (path: string): Promise<ReadonlyMap<string, readonly string[]>> => {
  const json = readStrictJson(await readGivenFile(path));
  const file = json.ok ? readActFile(json.value) : null;
  if (file === null) {
    throw new CommandFailure('malformed', `The file ${path} is not an exported audit.`);
  }
  const byDepot = new Map<string, string[]>();
  for (const { act, subject } of file.acts) {
    if (act !== 'delivery-erased') continue;
    const depot = String(subject['depot']);
    byDepot.set(depot, [...(byDepot.get(depot) ?? []), String(subject['delivery'])]);
  }
  return byDepot;
};

/** `delivery erase`, and after a restore `delivery erase-again`. */
export const addEraseCommands = (delivery: Command, context: CommandContext): void => {
  delivery
    .command('erase <delivery>')
    .description('erase what is personal of a delivery that is over, at once and for good')
    .option('--depot <depot>', 'name or id, if two depots have the reference')
    .addHelpText('after', examples('delivery erase 5f2b8c1e-7d4a-4b6e-9c0f-1a2b3c4d5e6f'))
    .action(async (asked: string, { depot }: { depot?: string }) => {
      const { client, output } = context();
      const found = await findDelivery(client, asked, depot);
      const outcome = await answerOf(
        client.POST('/v1/deliveries/{delivery}/erase', { params: toDelivery(found), body: {} }),
      );
      const old =
        outcome.oldEntries === 0
          ? ''
          : `\n${outcome.oldEntries} signed entries are of the old form: what the driver wrote stays in them.`;
      output.result(outcome, () => `erased delivery ${found.id}; its proof stays valid${old}`);
    });
  delivery
    .command('erase-again <audit>')
    .description('after a restore: erase again what an exported audit says was erased')
    .addHelpText('after', examples('delivery erase-again audit.json'))
    .action(async (path: string) => {
      const { client, output } = context();
      let asked = 0;
      let remembered = 0;
      for (const [depot, deliveries] of await erasedIn(path)) {
        for (let from = 0; from < deliveries.length; from += AT_ONCE) {
          const done = await answerOf(
            client.POST('/v1/depots/{depot}/erasures', {
              params: { path: { depot } },
              body: { deliveries: deliveries.slice(from, from + AT_ONCE) },
            }),
          );
          remembered += done.remembered;
        }
        asked += deliveries.length;
      }
      output.result(
        { asked, remembered },
        () => `${asked} erased deliveries in the file; ${remembered} are erased again in a minute`,
      );
    });
};

/** `depot retention`: for how many days what is personal is kept. */
export const addRetentionCommand = (depot: Command, context: CommandContext): void => {
  depot
    .command('retention <depot>')
    .description('show or change for how many days a depot keeps what is personal')
    .option('--customers <days>', 'names, addresses, numbers, instructions, after the code', days)
    .option('--places <days>', "neighbours' names, and places", days)
    .option('--notes <days>', "drivers' notes", days)
    .option('--signatures <days>', 'what was drawn', days)
    .addHelpText('after', examples('depot retention Mitte --customers 90 --signatures always'))
    .action(async (asked: string, given: Partial<Retention>) => {
      const { client, output } = context();
      const { id, name } = await findDepot(client, asked);
      const params = { path: { depot: id } };
      const kept = await answerOf(
        Object.keys(given).length === 0
          ? client.GET('/v1/depots/{depot}/retention', { params })
          : client.PATCH('/v1/depots/{depot}/retention', { params, body: given }),
      );
      output.result(kept, () => showRetention(name, kept));
    });
};
