import type { Command } from 'commander';
import { assertNever } from '../../../shared/assert-never.ts';
import type { Recipient } from '../../../shared/protocol/outcome.ts';
import type { CommandContext } from './command-context.ts';
import { findDepot } from './find.ts';
import { table, when } from './output.ts';

type HandOver = {
  readonly shortId: string | null;
  readonly delivery: string;
  readonly terminalName: string;
  readonly driverName: string | null;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly claimed: { readonly at: number };
  readonly by: string;
  readonly counted: boolean;
  readonly finding: number | null;
  readonly inTime: boolean | null;
  readonly proved: boolean;
  readonly reason: string | null;
  readonly scheme: 'sealed' | 'pass' | 'oath';
  readonly token: string | null;
  readonly recipient: Recipient;
  readonly kept: readonly string[];
  readonly note: string;
  readonly signed: boolean;
};
type Exception = {
  readonly shortId: string | null;
  readonly delivery: string;
  readonly outcome: string;
  readonly note: string;
  readonly signed: boolean;
  readonly undone: boolean;
  readonly terminalName: string;
  readonly driverName: string | null;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly claimed: { readonly at: number };
};
type SignIn = {
  readonly kind: string;
  readonly name: string | null;
  readonly by: string | null;
  readonly reason: string | null;
  readonly terminalName: string;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly claimed: { readonly at: number };
};
type Message = { readonly at: number; readonly to: string; readonly text: string };

const yes = (value: boolean): string => (value ? 'yes' : 'NO');

const openedWith = ({ scheme, token }: HandOver): string => {
  if (scheme === 'oath') return token === null ? 'token' : `token ${token}`;
  return scheme === 'pass' ? 'pass' : 'code';
};

/** Who took it, as the driver says. */
const recipientOf = (recipient: Recipient): string => {
  switch (recipient.to) {
    case 'customer':
      return 'customer';
    case 'household':
      return 'household';
    case 'neighbour':
      return `neighbour: ${recipient.who}`;
    case 'safe-place':
      return `safe place: ${recipient.where}`;
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
      const list = await client.get<{ messages: Message[] }>('/v1/outbox');
      output.result(list, () =>
        table(
          ['at', 'to', 'text'],
          list.messages.map((m) => [when(m.at), m.to, m.text]),
        ),
      );
    });

  program
    .command('hand-over')
    .description('hand-overs')
    .command('list')
    .description('list hand-overs, each with its proof by code or pass')
    .option('--depot <depot>', 'name or id')
    .action(async (options: { depot?: string }) => {
      const { client, output } = context();
      const depot = options.depot && (await findDepot(client, options.depot)).id;
      const path = depot ? `/v1/hand-overs?depot=${depot}` : '/v1/hand-overs';
      const list = await client.get<{ handOvers: HandOver[] }>(path);
      output.result(list, () =>
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
          list.handOvers.map((h) => [
            h.shortId ?? h.delivery,
            h.terminalName,
            h.driverName,
            when(h.claimed.at),
            when(h.notBefore),
            when(h.notAfter),
            h.inTime === null ? null : yes(h.inTime),
            h.by === 'override' ? 'OVERRIDE' : 'customer',
            h.reason === 'by-token' ? "terminal's word" : yes(h.proved),
            yes(h.counted),
            openedWith(h),
            recipientOf(h.recipient),
            h.kept.length === 0 ? null : h.kept.join(' '),
            h.signed ? 'yes' : null,
            h.note === '' ? null : h.note,
            h.finding,
          ]),
        ),
      );
    });

  program
    .command('exception')
    .description('stops without a code')
    .command('list')
    .description('list stops that ended without a code, with the reasons given by drivers')
    .option('--depot <depot>', 'name or id')
    .action(async (options: { depot?: string }) => {
      const { client, output } = context();
      const depot = options.depot && (await findDepot(client, options.depot)).id;
      const path = depot ? `/v1/exceptions?depot=${depot}` : '/v1/exceptions';
      const list = await client.get<{ exceptions: Exception[] }>(path);
      output.result(list, () =>
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
          list.exceptions.map((e) => [
            e.shortId ?? e.delivery,
            e.undone ? `${e.outcome} (undone)` : e.outcome,
            e.terminalName,
            e.driverName,
            when(e.claimed.at),
            when(e.notBefore),
            when(e.notAfter),
            e.signed ? 'yes' : null,
            e.note,
          ]),
        ),
      );
    });

  program
    .command('sign-in')
    .description('sign-ins')
    .command('list')
    .description('list sign-ins, sign-outs and failed sign-ins at terminals')
    .option('--depot <depot>', 'name or id')
    .action(async (options: { depot?: string }) => {
      const { client, output } = context();
      const depot = options.depot && (await findDepot(client, options.depot)).id;
      const path = depot ? `/v1/sign-ins?depot=${depot}` : '/v1/sign-ins';
      const list = await client.get<{ signIns: SignIn[] }>(path);
      output.result(list, () =>
        table(
          ['what', 'who', 'by', 'why', 'terminal', 'says', 'not before', 'not after'],
          list.signIns.map((s) => [
            s.kind,
            s.name,
            s.by,
            s.reason,
            s.terminalName,
            when(s.claimed.at),
            when(s.notBefore),
            when(s.notAfter),
          ]),
        ),
      );
    });
};
