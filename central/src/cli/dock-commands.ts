import type { Command } from 'commander';
import { assertNever } from '../../../shared/assert-never.ts';
import type { DetailState } from '../../../shared/protocol/log/read-details.ts';
import { answerOf, type Schemas } from '../../client/client.ts';
import type { CommandContext } from './command-context.ts';
import { timesOf } from './depot-times.ts';
import { inDepotOrAll } from './find.ts';
import { table, when } from './output.ts';
import { getList, type PageOptions, type PageQuery, withPages } from './pages.ts';

type InDepot = PageOptions & { readonly depot?: string };
type HandOver = Schemas['HandOver'];

const yes = (value: boolean): string => (value ? 'yes' : 'NO');

const openedWith = ({ scheme, token }: Pick<HandOver, 'scheme' | 'token'>): string => {
  if (scheme === 'oath') return token === null ? 'token' : `token ${token}`;
  return scheme === 'pass' ? 'pass' : 'code';
};

/** A column's text, or that it was there and is erased. */
const orErased = (state: DetailState, text: string | null): string | null =>
  state === 'erased' ? 'erased' : text;

/** Who took it, as the driver says. */
const recipientOf = ({ recipient, details }: Pick<HandOver, 'recipient' | 'details'>): string => {
  switch (recipient.to) {
    case 'customer':
    case 'household':
      return recipient.to;
    case 'neighbour':
      return `neighbour: ${orErased(details.place, recipient.who ?? '')}`;
    case 'safe-place':
      return `safe place: ${orErased(details.place, recipient.where ?? '')}`;
    default:
      return assertNever(recipient);
  }
};

/** `outbox`, `hand-over`, `exception`, `sign-in`: what went out and what came in. */
export const addDockCommands = (program: Command, context: CommandContext): void => {
  program
    .command('outbox')
    .description('messages of the development SMS provider')
    .action(async () => {
      const { client, output } = context();
      const list = await answerOf(client.GET('/v1/outbox'));
      output.result(list, () =>
        table(
          ['at', 'to', 'text'],
          list.messages.map((m) => [when(m.at), m.to, m.text]),
        ),
      );
    });

  const handOvers = program.command('hand-over').description('hand-overs');
  withPages(handOvers.command('list'))
    .description('list hand-overs, each with its proof by code or pass')
    .option('--depot <depot>', 'name or id')
    .action(async ({ depot, ...pages }: InDepot) => {
      const { client, output } = context();
      const within = await inDepotOrAll(client, depot);
      const list = await getList(
        (page: PageQuery) =>
          client.GET('/v1/hand-overs', { params: { query: { ...within, ...page } } }),
        'handOvers',
        pages,
      );
      const times = await timesOf(client, list.rows);
      output.result(
        list.document,
        () =>
          table(
            [
              'delivery',
              'terminal',
              'driver',
              'says',
              'not before',
              'not after',
              'in time',
              'by',
              'proved',
              'counted',
              'opened with',
              'to',
              'kept',
              'signed',
              'note',
              'finding',
            ],
            list.rows.map((h) => [
              h.shortId ?? h.delivery,
              h.terminalName,
              h.driverName,
              times.exactly(h.depot, h.claimed.at),
              times.exactly(h.depot, h.notBefore),
              times.exactly(h.depot, h.notAfter),
              h.inTime === null ? null : yes(h.inTime),
              h.by === 'override' ? 'OVERRIDE' : 'customer',
              h.reason === 'by-token' ? "terminal's word" : yes(h.proved),
              yes(h.counted),
              openedWith(h),
              recipientOf(h),
              h.kept.length === 0 ? null : h.kept.join(' '),
              orErased(h.details.strokes, h.signed ? 'yes' : null),
              orErased(h.details.note, h.note === '' ? null : h.note),
              h.finding,
            ]),
          ) +
          list.note +
          times.note,
      );
    });

  const exceptions = program.command('exception').description('stops without a code');
  withPages(exceptions.command('list'))
    .description('list stops that ended without a code, with the reasons given by drivers')
    .option('--depot <depot>', 'name or id')
    .action(async ({ depot, ...pages }: InDepot) => {
      const { client, output } = context();
      const within = await inDepotOrAll(client, depot);
      const list = await getList(
        (page: PageQuery) =>
          client.GET('/v1/exceptions', { params: { query: { ...within, ...page } } }),
        'exceptions',
        pages,
      );
      const times = await timesOf(client, list.rows);
      output.result(
        list.document,
        () =>
          table(
            [
              'delivery',
              'outcome',
              'terminal',
              'driver',
              'says',
              'not before',
              'not after',
              'signed',
              'note',
            ],
            list.rows.map((e) => [
              e.shortId ?? e.delivery,
              e.undone ? `${e.outcome} (undone)` : e.outcome,
              e.terminalName,
              e.driverName,
              times.exactly(e.depot, e.claimed.at),
              times.exactly(e.depot, e.notBefore),
              times.exactly(e.depot, e.notAfter),
              orErased(e.details.strokes, e.signed ? 'yes' : null),
              orErased(e.details.note, e.note),
            ]),
          ) +
          list.note +
          times.note,
      );
    });

  const signIns = program.command('sign-in').description('sign-ins');
  withPages(signIns.command('list'))
    .description('list sign-ins, sign-outs and failed sign-ins at terminals')
    .option('--depot <depot>', 'name or id')
    .action(async ({ depot, ...pages }: InDepot) => {
      const { client, output } = context();
      const within = await inDepotOrAll(client, depot);
      const list = await getList(
        (page: PageQuery) =>
          client.GET('/v1/sign-ins', { params: { query: { ...within, ...page } } }),
        'signIns',
        pages,
      );
      const times = await timesOf(client, list.rows);
      output.result(
        list.document,
        () =>
          table(
            ['what', 'who', 'by', 'why', 'terminal', 'says', 'not before', 'not after'],
            list.rows.map((s) => [
              s.kind,
              s.name,
              s.by,
              s.reason,
              s.terminalName,
              times.exactly(s.depot, s.claimed.at),
              times.exactly(s.depot, s.notBefore),
              times.exactly(s.depot, s.notAfter),
            ]),
          ) +
          list.note +
          times.note,
      );
    });
};
