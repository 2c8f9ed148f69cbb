import { open, rm } from 'node:fs/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { answerOf, type Schemas } from '../../client/client.ts';
import type { CentralClient } from './central-client.ts';
import type { CommandContext } from './command-context.ts';
import { CommandFailure } from './command-failure.ts';
import { timesIn } from './depot-times.ts';
import { findDepot, UUID } from './find.ts';
import { examples, printable, table } from './output.ts';
import { getList, type PageOptions, type PageQuery, withPages } from './pages.ts';

type Webhook = Schemas['Webhook'];
type InDepot = { readonly depot: string };
type EventsOptions = PageOptions & InDepot & { readonly state?: Schemas['WebhookEvent']['state'] };

const collect = (one: string, before: readonly string[] = []): string[] => [...before, one];
const eventNumber = (text: string, before: readonly number[] = []): number[] => {
  if (/^[1-9]\d{0,14}$/.test(text)) return [...before, Number(text)];
  throw new InvalidArgumentError('must be the number of an event');
};

/** Why an event did not arrive, as a person needs to hear it. */
const REASONS: Readonly<Record<string, string>> = {
  refused: 'the receiver does not take it',
  'no-answer': 'the receiver does not answer in time',
  unreachable: 'the receiver cannot be reached',
  inside: 'the address is one of the inside, and the configuration does not name its host',
  'not-allowed': 'the address is not https',
};
const whyOf = (status: number | null, reason: string | null): string =>
  [
    status === null ? null : `status ${status}`,
    reason === null ? null : (REASONS[reason] ?? reason),
  ]
    .filter((part) => part !== null)
    .join(': ');

/** A webhook of a depot, by its id or its address. */
const findWebhook = async (
  client: CentralClient,
  asked: string,
  { depot }: InDepot,
): Promise<Webhook> => {
  const path = { depot: (await findDepot(client, depot)).id };
  const { webhooks } = await answerOf(
    client.GET('/v1/depots/{depot}/webhooks', { params: { path } }),
  );
  const found = webhooks.filter(({ id, url }) =>
    UUID.test(asked) ? id === asked.toLowerCase() : url === asked,
  );
  const [one, other] = found;
  if (one !== undefined && other === undefined) return one;
  if (one === undefined) {
    throw new CommandFailure(
      'unknown-webhook',
      'The depot has no webhook with this address or id.',
    );
  }
  const sentence = `Several have this address. Use the id: ${found.map(({ id }) => id).join(', ')}.`;
  throw new CommandFailure('ambiguous-webhook', sentence);
};

/** The secret's file is made before the secret is: one that nobody could keep is not made. */
const withSecretFile = async <T extends { readonly secret: string }>(
  path: string,
  make: () => Promise<T>,
): Promise<Omit<T, 'secret'>> => {
  const file = await open(path, 'wx', 0o600).catch(() => {
    const sentence = `The file ${path} exists already, or cannot be written.`;
    throw new CommandFailure('file-unwritable', sentence, 2);
  });
  try {
    const { secret, ...rest } = await make();
    await file.writeFile(`${secret}\n`);
    await file.sync();
    return rest;
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
};

const DEPOT = ['--depot <depot>', 'name or id'] as const;
const SECRET = ['--secret-file <file>', 'new file for the secret'] as const;

/** `webhook`: who is told what becomes of deliveries. */
export const addWebhookCommands = (program: Command, context: CommandContext): void => {
  const webhook = program.command('webhook').description('who is told what becomes of deliveries');
  webhook
    .command('add <url>')
    .description('add a webhook; its secret is written to a file, and kept nowhere else')
    .requiredOption(...DEPOT)
    .requiredOption(...SECRET)
    .option('--type <type>', 'only events of this type; may be given several times', collect)
    .addHelpText(
      'after',
      examples(
        'webhook add https://shop.example/hooks --depot "Berlin South" --secret-file hook.secret',
      ),
    )
    .action(async (url: string, options: InDepot & { secretFile: string; type?: string[] }) => {
      const { client, output } = context();
      const path = { depot: (await findDepot(client, options.depot)).id };
      const types = (options.type ?? null) as Schemas['NewWebhook']['types'] | null;
      const added = await withSecretFile(options.secretFile, () =>
        answerOf(
          client.POST('/v1/depots/{depot}/webhooks', {
            params: { path },
            body: { url, types: types ?? null },
          }),
        ),
      );
      output.result(added, () =>
        printable(`added webhook ${added.id}. Its secret is in ${options.secretFile}.`),
      );
    });
  webhook
    .command('list')
    .description('list the webhooks of a depot, with what waits and what was given up')
    .requiredOption(...DEPOT)
    .addHelpText('after', examples('webhook list --depot "Berlin South"'))
    .action(async ({ depot }: InDepot) => {
      const { client, output } = context();
      const path = { depot: (await findDepot(client, depot)).id };
      const list = await answerOf(client.GET('/v1/depots/{depot}/webhooks', { params: { path } }));
      output.result(list, () =>
        table(
          ['address', 'id', 'types', 'waiting', 'given up'],
          list.webhooks.map((one) => [
            one.url,
            one.id,
            one.types === null ? 'all' : one.types.join(' '),
            one.waiting,
            one.dead,
          ]),
        ),
      );
    });
  webhook
    .command('test <webhook>')
    .description('send a test event now, and say what came of it')
    .requiredOption(...DEPOT)
    .addHelpText(
      'after',
      examples('webhook test https://shop.example/hooks --depot "Berlin South"'),
    )
    .action(async (asked: string, options: InDepot) => {
      const { client, output, check } = context();
      const path = { webhook: (await findWebhook(client, asked, options)).id };
      const done = await answerOf(client.POST('/v1/webhooks/{webhook}/test', { params: { path } }));
      check(done.ok);
      output.result(done, () =>
        done.ok
          ? `the receiver took it (status ${done.status})`
          : `not taken: ${whyOf(done.status, done.reason)}`,
      );
    });
  withPages(webhook.command('events <webhook>'))
    .description('list what was sent, waits, or was given up, the newest first')
    .requiredOption(...DEPOT)
    .addOption(
      new Option('--state <state>', 'only these').choices(['waiting', 'sent', 'dead'] as const),
    )
    .addHelpText(
      'after',
      examples('webhook events https://shop.example/hooks --depot "Berlin South" --state dead'),
    )
    .action(async (asked: string, { depot, state, ...pages }: EventsOptions) => {
      const { client, output } = context();
      const found = await findWebhook(client, asked, { depot });
      const path = { webhook: found.id };
      const list = await getList(
        (page: PageQuery) =>
          client.GET('/v1/webhooks/{webhook}/events', {
            params: { path, query: { ...page, ...(state === undefined ? {} : { state }) } },
          }),
        'events',
        pages,
      );
      const at = await timesIn(client, found.depot);
      output.result(list.document, () => {
        const rows = list.rows.map((one) => [
          one.event,
          one.type,
          one.delivery,
          at(one.at),
          one.state === 'dead' ? 'given up' : one.state,
          one.attempts,
          one.nextAt === null ? null : at(one.nextAt),
          whyOf(one.status, one.reason) || null,
        ]);
        const heads = ['event', 'type', 'delivery', 'at', 'state', 'tries', 'next', 'answer'];
        return table(heads, rows) + list.note;
      });
    });
  webhook
    .command('replay <webhook>')
    .description('send events again: those that are named, or all that were given up')
    .requiredOption(...DEPOT)
    .option('--event <number>', 'one of them; may be given several times', eventNumber)
    .addHelpText(
      'after',
      examples('webhook replay https://shop.example/hooks --depot "Berlin South"'),
    )
    .action(async (asked: string, { event, ...options }: InDepot & { event?: number[] }) => {
      const { client, output } = context();
      const path = { webhook: (await findWebhook(client, asked, options)).id };
      const body = { events: event ?? null };
      const done = await answerOf(
        client.POST('/v1/webhooks/{webhook}/replay', { params: { path }, body }),
      );
      output.result(done, () => `${done.replayed} events are sent again`);
    });
  webhook
    .command('secret <webhook>')
    .description('make a new secret; requests are signed by both for a day')
    .requiredOption(...DEPOT)
    .requiredOption(...SECRET)
    .addHelpText(
      'after',
      examples(
        'webhook secret https://shop.example/hooks --depot "Berlin South" --secret-file next.secret',
      ),
    )
    .action(async (asked: string, { secretFile, ...options }: InDepot & { secretFile: string }) => {
      const { client, output } = context();
      const path = { webhook: (await findWebhook(client, asked, options)).id };
      const rolled = await withSecretFile(secretFile, () =>
        answerOf(client.POST('/v1/webhooks/{webhook}/secret', { params: { path } })),
      );
      output.result(rolled, () => printable(`the new secret is in ${secretFile}`));
    });
  webhook
    .command('remove <webhook>')
    .description('remove a webhook; what waits for it is not sent')
    .requiredOption(...DEPOT)
    .addHelpText(
      'after',
      examples('webhook remove https://shop.example/hooks --depot "Berlin South"'),
    )
    .action(async (asked: string, options: InDepot) => {
      const { client, output } = context();
      const { id, url } = await findWebhook(client, asked, options);
      await answerOf(
        client.POST('/v1/webhooks/{webhook}/remove', { params: { path: { webhook: id } } }),
      );
      output.result({ webhook: id }, () => printable(`removed the webhook to ${url}`));
    });
};
