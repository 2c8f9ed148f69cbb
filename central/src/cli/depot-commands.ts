import { type Command, InvalidArgumentError } from 'commander';
import type { CommandContext } from './command-context.ts';
import { type DepotView, findDepot } from './find.ts';
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

type CreateOptions = PolicyOptions & {
  readonly sender?: string;
  readonly timeZone?: string;
  readonly lead?: number;
};

/** `depot` and `driver`. */
export const addDepotCommands = (program: Command, context: CommandContext): void => {
  const depot = program.command('depot').description('depots');
  addPolicyOptions(depot.command('create <name>'))
    .description('create a depot')
    .option('--sender <name>', 'sender name in the SMS')
    .option('--time-zone <zone>', 'IANA time zone of the depot (default: UTC)')
    .option(
      '--lead <minutes>',
      'minutes before arrival that the SMS is sent (default: 120)',
      minutes,
    )
    .action(async (name: string, { sender, timeZone, lead, ...policy }: CreateOptions) => {
      const { client, output } = context();
      const made = await client.post<DepotView>('/v1/depots', {
        name,
        ...(sender === undefined ? {} : { sender }),
        ...(timeZone === undefined ? {} : { timeZone }),
        ...(lead === undefined ? {} : { leadMinutes: lead }),
        ...policySettingsOf(policy),
      });
      output.result(made, () => `made depot ${made.name} (${made.id})`);
    });
  depot
    .command('list')
    .description('list depots')
    .action(async () => {
      const { client, output } = context();
      const list = await client.get<{ depots: DepotView[] }>('/v1/depots');
      output.result(list, () =>
        table(
          ['name', 'id', 'sender', 'time zone', 'lead'],
          list.depots.map((d) => [d.name, d.id, d.sender, d.timeZone, `${d.leadMs / 60_000} min`]),
        ),
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
          : await client.patch<DepotView>(`/v1/depots/${found.id}/policy`, given);
      output.result({ depot: found.id, policy }, () => `${name}: ${describePolicy(policy)}`);
    });

  const driver = program.command('driver').description('drivers');
  driver
    .command('add <name>')
    .description('add a driver to a depot')
    .requiredOption('--depot <depot>', 'name or id')
    .action(async (name: string, options: { depot: string }) => {
      const { client, output } = context();
      const { id } = await findDepot(client, options.depot);
      const added = await client.post<{ id: string; name: string }>(`/v1/depots/${id}/drivers`, {
        name,
      });
      output.result(added, () => `added driver ${added.name} (${added.id})`);
    });
  driver
    .command('list')
    .description('list the drivers of a depot')
    .requiredOption('--depot <depot>', 'name or id')
    .action(async (options: { depot: string }) => {
      const { client, output } = context();
      const { id } = await findDepot(client, options.depot);
      const path = `/v1/depots/${id}/drivers`;
      const list = await client.get<{ drivers: { id: string; name: string }[] }>(path);
      output.result(list, () =>
        table(
          ['name', 'id'],
          list.drivers.map((d) => [d.name, d.id]),
        ),
      );
    });
};
