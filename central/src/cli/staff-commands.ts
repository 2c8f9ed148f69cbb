import { type Command, InvalidArgumentError, Option } from 'commander';
import { answerOf, type Schemas } from '../../client/client.ts';
import type { CommandContext } from './command-context.ts';
import { CommandFailure } from './command-failure.ts';
import { drawQr } from './draw-qr.ts';
import { findDepot, findOperator } from './find.ts';
import { printable, table } from './output.ts';

type Member = Schemas['StaffMember'];
type AddOptions = {
  readonly depot: string;
  readonly role: Member['role'];
  readonly number?: number;
};
type InDepot = { readonly depot: string };

const staffNumber = (text: string): number => {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('must be 1 to 999999');
  return Number(text);
};

const titleOf = ({ name, role, number }: Member): string =>
  printable(`${name} (${role}, number ${number})`);

/** What stands on standard input; one that has not the form of a PIN is not repeated. */
const readPin = (text: string): string => {
  const pin = text.trim();
  if (/^\d{6,12}$/.test(pin)) return pin;
  throw new CommandFailure('bad-pin', 'The PIN must be 6 to 12 digits on standard input.', 2);
};

/** `staff`: who signs in at the terminals of a depot, by badge or by number and PIN. */
export const addStaffCommands = (program: Command, context: CommandContext): void => {
  const staff = program.command('staff').description('people who sign in at terminals');
  const showBadge = async ({ member, badge }: Schemas['Badge']): Promise<string> =>
    [
      await drawQr(badge),
      badge,
      `The badge of ${titleOf(member)}. Print it now: it is not shown again.`,
    ].join('\n');

  staff
    .command('add <name>')
    .description('add a driver or an IT member; the badge is shown once')
    .requiredOption('--depot <depot>', 'name or id')
    .addOption(
      new Option('--role <role>', 'driver: drives a route; it: opens the settings of terminals')
        .choices(['driver', 'it'])
        .makeOptionMandatory(),
    )
    .option(
      '--number <n>',
      'number entered before the PIN (default: the next free one)',
      staffNumber,
    )
    .action(async (name: string, { depot, ...given }: AddOptions) => {
      const { client, output } = context();
      const { id } = await findDepot(client, depot);
      const added = await answerOf(
        client.POST('/v1/depots/{depot}/staff', {
          params: { path: { depot: id } },
          body: { name, ...given },
        }),
      );
      const text = await showBadge(added);
      output.result(added, () => text);
    });
  staff
    .command('list')
    .description('list the staff of a depot')
    .requiredOption('--depot <depot>', 'name or id')
    .action(async ({ depot }: InDepot) => {
      const { client, output } = context();
      const { id } = await findDepot(client, depot);
      const list = await answerOf(
        client.GET('/v1/depots/{depot}/staff', { params: { path: { depot: id } } }),
      );
      output.result(list, () =>
        table(
          ['number', 'name', 'role', 'badge', 'PIN', 'id'],
          list.staff.map((one) => [
            one.number,
            one.name,
            one.role,
            one.badge ? 'yes' : 'no',
            one.pin ? 'yes' : 'no',
            one.id,
          ]),
        ),
      );
    });
  staff
    .command('badge <member>')
    .description('make a new badge for someone, by name, number or id; the old one stops working')
    .requiredOption('--depot <depot>', 'name or id')
    .action(async (asked: string, { depot }: InDepot) => {
      const { client, output } = context();
      const { id } = await findOperator(client, (await findDepot(client, depot)).id, asked);
      const made = await answerOf(
        client.POST('/v1/staff/{staff}/badge', { params: { path: { staff: id } } }),
      );
      const text = await showBadge(made);
      output.result(made, () => text);
    });
  staff
    .command('pin <member>')
    .description('set a PIN, read from standard input: 6 to 12 digits')
    .requiredOption('--depot <depot>', 'name or id')
    .option('--none', 'remove the PIN')
    .action(async (asked: string, { depot, none }: InDepot & { readonly none?: true }) => {
      const { client, output, input } = context();
      const pin = none === true ? null : readPin(await input());
      const { id } = await findOperator(client, (await findDepot(client, depot)).id, asked);
      const changed = await answerOf(
        client.POST('/v1/staff/{staff}/pin', { params: { path: { staff: id } }, body: { pin } }),
      );
      output.result(changed, () =>
        changed.pin ? `${titleOf(changed)} has a new PIN` : `${titleOf(changed)} has no PIN`,
      );
    });
  staff
    .command('remove <member>')
    .description('remove someone; terminals learn of it at their next docking')
    .requiredOption('--depot <depot>', 'name or id')
    .action(async (asked: string, { depot }: InDepot) => {
      const { client, output } = context();
      const { id } = await findOperator(client, (await findDepot(client, depot)).id, asked);
      const removed = await answerOf(
        client.POST('/v1/staff/{staff}/remove', { params: { path: { staff: id } } }),
      );
      output.result(removed, () => `removed ${titleOf(removed)}`);
    });
};
