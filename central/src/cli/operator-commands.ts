import { open, rm } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import type { paths } from '../../client/api.ts';
import { answerOf, type Schemas } from '../../client/client.ts';
import { RIGHTS, ROLES } from '../operators/rights.ts';
import type { CommandContext } from './command-context.ts';
import { CommandFailure } from './command-failure.ts';
import { findDepot } from './find.ts';
import { examples, printable, table, when } from './output.ts';

type Client = ReturnType<CommandContext>['client'];
type Grant = Schemas['Grant'];
type Operator = Schemas['Operator'];
type Key = Schemas['OperatorKey'];

type NewOperator = paths['/v1/operators']['post']['requestBody']['content']['application/json'];
/** What somebody may be given: a role, or of an integration a right. Which there are, central says. */
type Granted = NewOperator['grants'][number]['name'];

type Given = {
  readonly as: readonly Granted[];
  readonly depot?: readonly string[];
  readonly everywhere?: true;
};

const collect = (one: string, before: readonly string[] = []): string[] => [...before, one];
const wholeDays = (text: string): number => {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError('must be whole days, from 1');
  return Number(text);
};

const findOperator = async (client: Client, asked: string): Promise<Operator> => {
  const { operators } = await answerOf(client.GET('/v1/operators'));
  const found = operators.find(
    ({ id, name, removedAt }) =>
      id === asked || (removedAt === null && name.toLowerCase() === asked.toLowerCase()),
  );
  if (found !== undefined) return found;
  throw new CommandFailure('unknown-operator', `There is no operator "${printable(asked)}".`);
};

/** Each role in each of the depots that are named, or in all: that is never what somebody forgot to say. */
const grantsOf = async (
  client: Client,
  { as, depot = [], everywhere }: Given,
): Promise<NewOperator['grants']> => {
  if ((depot.length === 0) !== (everywhere === true)) {
    const sentence = 'Say where: --depot for each depot, or --everywhere.';
    throw new CommandFailure('place-missing', sentence, 2);
  }
  const depots = await Promise.all(depot.map(async (asked) => (await findDepot(client, asked)).id));
  const where = depots.length === 0 ? [null] : depots;
  return as.flatMap((name) => where.map((one) => ({ name, depot: one })));
};

/** The key's file is made before the key is: a key that nobody could keep is not made. */
const withKeyFile = async (path: string, make: () => Promise<Key>): Promise<Key> => {
  const file = await open(path, 'wx', 0o600).catch(() => {
    const sentence = `The file ${path} exists already, or cannot be written.`;
    throw new CommandFailure('file-unwritable', sentence, 2);
  });
  try {
    const key = await make();
    await file.writeFile(`${key.token}\n`);
    await file.sync();
    return key;
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
};

const endOf = (expiresAt: number | null): string =>
  expiresAt === null ? 'no end' : `until ${when(expiresAt)}`;

type KeyGiven = { readonly keyFile: string; readonly days: number };

/** `operator`: who may do what, and where. */
export const addOperatorCommands = (program: Command, context: CommandContext): void => {
  const audit =
    '\nAn auditor of all depots (--everywhere) sees the audit; one of named depots sees proofs and cases of these.';
  const operator = program.command('operator').description('people and integrations who may act');
  const role = `${Object.keys(ROLES).join(', ')}; of an integration also ${RIGHTS.join(', ')}`;

  operator
    .command('list')
    .description('list who may do what, and when they last did')
    .addHelpText('after', examples('operator list'))
    .action(async () => {
      const { client, output } = context();
      const list = await answerOf(client.GET('/v1/operators'));
      const { depots } = await answerOf(client.GET('/v1/depots'));
      const nameOf = (id: string): string => depots.find((one) => one.id === id)?.name ?? id;
      const may = ({ name, depot }: Grant): string =>
        depot === null ? `${name} everywhere` : `${name} in ${nameOf(depot)}`;
      output.result(list, () =>
        table(
          ['name', 'kind', 'may', 'key', 'last used'],
          list.operators.map(({ name, kind, grants, keys, removedAt, lastUsedAt }) => {
            return [
              name,
              kind,
              removedAt === null
                ? grants.map(may).join(', ')
                : `nothing: removed ${when(removedAt)}`,
              keys.map((key) => endOf(key.expiresAt)).join(', ') || 'none',
              when(lastUsedAt),
            ];
          }),
        ),
      );
    });

  operator
    .command('add <name>')
    .description(
      'add a person or an integration; the key is written to a file, and kept nowhere else',
    )
    .requiredOption('--as <role>', `${role}; may be given several times`, collect)
    .option('--depot <depot>', 'name or id; may be given several times', collect)
    .option('--everywhere', 'in all depots, those to come as well')
    .option('--integration', 'it is a program, not a person')
    .option(
      '--email <address>',
      'by it the company’s identity provider knows a person the first time',
    )
    .option('--days <n>', 'how many days the key is good', wholeDays, 90)
    .requiredOption('--key-file <file>', 'new file for the key')
    .addHelpText('after', audit)
    .addHelpText(
      'after',
      examples(
        'operator add "Nadia Weber" --as dispatcher --depot "Berlin South" --key-file nadia.key',
        'operator add shop --integration --as deliveries --as look --days 365 --key-file shop.key',
      ),
    )
    .action(
      async (name: string, given: Given & KeyGiven & { integration?: true; email?: string }) => {
        const { client, output } = context();
        const body: NewOperator = {
          name,
          kind: given.integration ? 'integration' : 'person',
          grants: await grantsOf(client, given),
          days: given.days,
          ...(given.email === undefined ? {} : { email: given.email }),
        };
        const { expiresAt } = await withKeyFile(given.keyFile, async () => {
          const { token = '', expiresAt: end = null } = await answerOf(
            client.POST('/v1/operators', { body }),
          );
          return { token, expiresAt: end };
        });
        output.result({ name, keyFile: given.keyFile, expiresAt }, () =>
          printable(
            `added ${name}. The key is in ${given.keyFile}, ${endOf(expiresAt)}: set KERBSIDE_TOKEN_FILE to use it.`,
          ),
        );
      },
    );

  operator
    .command('grant <name>')
    .description('say what somebody may do from now on, in place of what they might before')
    .requiredOption('--as <role>', `${role}; may be given several times`, collect)
    .option('--depot <depot>', 'name or id; may be given several times', collect)
    .option('--everywhere', 'in all depots, those to come as well')
    .addHelpText('after', audit)
    .addHelpText('after', examples('operator grant "Nadia Weber" --as auditor --everywhere'))
    .action(async (asked: string, given: Given) => {
      const { client, output } = context();
      const { id, name } = await findOperator(client, asked);
      const grants = await grantsOf(client, given);
      await answerOf(
        client.PUT('/v1/operators/{operator}/grants', {
          params: { path: { operator: id } },
          body: { grants },
        }),
      );
      const where = given.everywhere ? 'everywhere' : `in ${given.depot?.join(', ')}`;
      output.result({ operator: id, grants }, () =>
        printable(`${name} from now on: ${given.as.join(', ')} ${where}`),
      );
    });

  operator
    .command('key <name>')
    .description('make a new key; the ones before stay good for a day')
    .option('--days <n>', 'how many days the key is good', wholeDays, 90)
    .option('--end-others', 'the ones before end now: they were stolen')
    .requiredOption('--key-file <file>', 'new file for the key')
    .addHelpText('after', examples('operator key shop --key-file shop-new.key'))
    .action(async (asked: string, given: KeyGiven & { endOthers?: true }) => {
      const { client, output } = context();
      const { id, name } = await findOperator(client, asked);
      const body = { days: given.days, endOthers: given.endOthers === true };
      const { expiresAt } = await withKeyFile(given.keyFile, () =>
        answerOf(
          client.POST('/v1/operators/{operator}/key', { params: { path: { operator: id } }, body }),
        ),
      );
      output.result({ operator: id, keyFile: given.keyFile, expiresAt }, () =>
        printable(`${name} has a new key in ${given.keyFile}, ${endOf(expiresAt)}`),
      );
    });

  operator
    .command('invite <name>')
    .description(
      'make a link with which a person sets up how they sign in, in place of what they had',
    )
    .addHelpText('after', examples('operator invite "Nadia Weber"'))
    .action(async (asked: string) => {
      const { client, output } = context();
      const { id, name } = await findOperator(client, asked);
      const params = { path: { operator: id } };
      const made = await answerOf(client.POST('/v1/operators/{operator}/invite', { params }));
      output.result({ operator: id, ...made }, () =>
        printable(`${made.link} is for ${name} alone, once, until ${when(made.expiresAt)}`),
      );
    });

  operator
    .command('remove <name>')
    .description('end everything that somebody may do, at once')
    .addHelpText('after', examples('operator remove "Nadia Weber"'))
    .action(async (asked: string) => {
      const { client, output } = context();
      const { id, name } = await findOperator(client, asked);
      await answerOf(
        client.POST('/v1/operators/{operator}/remove', { params: { path: { operator: id } } }),
      );
      output.result({ operator: id }, () => printable(`${name} may do nothing any more`));
    });
};
