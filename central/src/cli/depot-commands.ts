import { type Command, InvalidArgumentError } from 'commander';
import { isZoneOfDepot, telephone } from '../../../shared/protocol/depot-facts.ts';
import { answerOf } from '../../client/client.ts';
import type { CommandContext } from './command-context.ts';
import { CommandFailure } from './command-failure.ts';
import { addRetentionCommand } from './erase-commands.ts';
import { findDepot } from './find.ts';
import { table } from './output.ts';
import {
  addPolicyOptions,
  describePolicy,
  type PolicyOptions,
  policySettingsOf,
} from './policy-options.ts';

const minutes = (text: string): number => {
  if (!/^\d{1,5}$/.test(text)) throw new InvalidArgumentError('must be whole minutes');
  return Number(text);
};

const timeZone = (text: string): string => {
  if (isZoneOfDepot(text)) return text;
  throw new InvalidArgumentError('must be an IANA time zone, such as Europe/Berlin');
};

/** What takes a dispatcher's number away. */
const NOBODY = 'none';

/** A number as people write it down, with blanks and hyphens. */
const phone = (text: string): string => {
  const found = telephone.safeParse(text.replace(/[\s()/.-]/g, ''));
  if (found.success) return found.data;
  throw new InvalidArgumentError('must be + and 7 to 15 digits, such as +493012345678');
};

type ChangeOptions = {
  readonly timeZone?: string;
  readonly dispatcherPhone?: string;
};
type CreateOptions = PolicyOptions & {
  readonly sender?: string;
  readonly timeZone?: string;
  readonly dispatcherPhone?: string;
  readonly lead?: number;
};

/** Asks until there is an answer that will do: what customers are told is in this zone, so none is guessed. */
const askTimeZone = async (ask: ReturnType<CommandContext>['ask']): Promise<string> => {
  if (ask === null) {
    const sentence = 'Say which time zone the depot is in: --time-zone Europe/Berlin.';
    throw new CommandFailure('time-zone-missing', sentence, 2);
  }
  for (;;) {
    const answer = (await ask('Time zone of the depot, such as Europe/Berlin: ')).trim();
    if (isZoneOfDepot(answer)) return answer;
  }
};

/** `depot` and `driver`. */
export const addDepotCommands = (program: Command, context: CommandContext): void => {
  const depot = program.command('depot').description('depots');
  addPolicyOptions(depot.command('create <name>'))
    .description('create a depot')
    .option('--sender <name>', 'sender name in the SMS')
    .option('--time-zone <zone>', 'IANA time zone of the depot; asked for if omitted', timeZone)
    .option(
      '--dispatcher-phone <number>',
      'telephone number that drivers call, such as +493012345678',
      phone,
    )
    .option(
      '--lead <minutes>',
      'minutes before arrival that the SMS is sent (default: 120)',
      minutes,
    )
    .action(async (name: string, options: CreateOptions) => {
      const { client, output, ask } = context();
      const { sender, dispatcherPhone, lead, ...policy } = options;
      const timeZone = options.timeZone ?? (await askTimeZone(ask));
      const made = await answerOf(
        client.POST('/v1/depots', {
          body: {
            name,
            ...(sender === undefined ? {} : { sender }),
            timeZone,
            ...(dispatcherPhone === undefined ? {} : { dispatcherPhone }),
            ...(lead === undefined ? {} : { leadMinutes: lead }),
            ...policySettingsOf(policy),
          },
        }),
      );
      output.result(made, () => `made depot ${made.name} (${made.id})`);
    });
  depot
    .command('list')
    .description('list depots')
    .action(async () => {
      const { client, output } = context();
      const list = await answerOf(client.GET('/v1/depots'));
      output.result(list, () =>
        table(
          ['name', 'id', 'sender', 'time zone', 'dispatcher', 'lead'],
          list.depots.map((d) => [
            d.name,
            d.id,
            d.sender,
            d.timeZone,
            d.dispatcherPhone,
            `${d.leadMs / 60_000} min`,
          ]),
        ),
      );
    });

  depot
    .command('set <depot>')
    .description("change a depot's time zone or its dispatcher's telephone number")
    .option('--time-zone <zone>', 'IANA time zone', timeZone)
    .option(
      '--dispatcher-phone <number>',
      'telephone number that drivers call; `none` removes it',
      (text) => (text === NOBODY ? NOBODY : phone(text)),
    )
    .action(async (asked: string, given: ChangeOptions) => {
      const { client, output } = context();
      if (Object.keys(given).length === 0) {
        const sentence = 'Say what to change: --time-zone or --dispatcher-phone.';
        throw new CommandFailure('nothing-to-change', sentence, 2);
      }
      const { id } = await findDepot(client, asked);
      const { timeZone: zone, dispatcherPhone: number } = given;
      const changes = {
        ...(zone === undefined ? {} : { timeZone: zone }),
        ...(number === undefined ? {} : { dispatcherPhone: number === NOBODY ? null : number }),
      };
      const set = await answerOf(
        client.PATCH('/v1/depots/{depot}', { params: { path: { depot: id } }, body: changes }),
      );
      output.result(
        set,
        () => `${set.name}: ${set.timeZone}, dispatcher ${set.dispatcherPhone ?? 'none'}`,
      );
    });

  addPolicyOptions(depot.command('policy <depot>'))
    .description("show or change a depot's device policy")
    .action(async (asked: string, options: PolicyOptions) => {
      const { client, output } = context();
      const found = await findDepot(client, asked);
      const given = policySettingsOf(options);
      const { name, policy } =
        Object.keys(given).length === 0
          ? found
          : await answerOf(
              client.PATCH('/v1/depots/{depot}/policy', {
                params: { path: { depot: found.id } },
                body: given,
              }),
            );
      output.result({ depot: found.id, policy }, () => `${name}: ${describePolicy(policy)}`);
    });

  addRetentionCommand(depot, context);

  const driver = program.command('driver').description('drivers');
  driver
    .command('add <name>')
    .description('add a driver to a depot')
    .requiredOption('--depot <depot>', 'name or id')
    .action(async (name: string, options: { depot: string }) => {
      const { client, output } = context();
      const { id } = await findDepot(client, options.depot);
      const added = await answerOf(
        client.POST('/v1/depots/{depot}/drivers', {
          params: { path: { depot: id } },
          body: { name },
        }),
      );
      output.result(added, () => `added driver ${added.name} (${added.id})`);
    });
  driver
    .command('list')
    .description('list the drivers of a depot')
    .requiredOption('--depot <depot>', 'name or id')
    .action(async (options: { depot: string }) => {
      const { client, output } = context();
      const { id } = await findDepot(client, options.depot);
      const path = { depot: id };
      const list = await answerOf(client.GET('/v1/depots/{depot}/drivers', { params: { path } }));
      output.result(list, () =>
        table(
          ['name', 'id'],
          list.drivers.map((d) => [d.name, d.id]),
        ),
      );
    });
};
