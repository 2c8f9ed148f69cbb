import type { Day, DeliveryId, RouteId, TerminalId } from '../../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { giveRoute } from '../deliveries/assign-route.ts';
import { lockTerminals } from '../manifest/manifest-items.ts';
import { noteAct } from '../operators/acts.ts';
import { revokeIn, viewTerminal } from '../terminals/terminals.ts';
import { type MessageState, readMessages } from './customer-messages.ts';
import type { ActContext, ActProblem } from './run-act.ts';

/** What a replacement came to. It is kept for its key: nothing of a customer is in it. */
export type Replaced = {
  readonly old: TerminalId;
  readonly new: TerminalId;
  readonly routes: readonly OpenRoute[];
  /** How many customers' messages stand how. */
  readonly messages: Readonly<Record<MessageState, number>>;
};

type OpenRoute = {
  readonly id: RouteId;
  readonly name: string;
  readonly day: Day;
  readonly open: number;
};

const openRoutesOf = async (
  { tx, depot }: ActContext,
  terminal: TerminalId,
): Promise<readonly OpenRoute[]> =>
  (
    await tx.query<OpenRoute>(
      `select r.id, r.name, r.day, count(*) as open
       from route r join delivery d on d.depot = r.depot and d.route = r.id and d.status = 'open'
       where r.depot = $1 and r.terminal = $2 group by r.id, r.name, r.day order by r.id`,
      [depot, terminal],
    )
  ).rows;

const countMessages = async (
  { tx, depot }: ActContext,
  routes: readonly OpenRoute[],
): Promise<Replaced['messages']> => {
  const { rows } = await tx.query<{ id: DeliveryId }>(
    `select id from delivery where depot = $1 and route = any($2) and status = 'open'`,
    [depot, routes.map(({ id }) => id)],
  );
  const ids = rows.map(({ id }) => id);
  const states = [...(await readMessages(tx, depot, ids, 'changed')).values()];
  const count = (state: MessageState): number => states.filter((one) => one === state).length;
  return {
    none: count('none'),
    waits: count('waits'),
    right: count('right'),
    follows: count('follows'),
    replaced: count('replaced'),
    wrong: count('wrong'),
  };
};

/**
 * Puts another terminal in the place of one that is lost, broken or wiped: its routes with open stops
 * go to the new one, whose codes are made anew, and it is revoked for good. What it has accepted
 * before is still taken, if it ever docks again.
 */
export const replaceTerminal = async (
  context: ActContext,
  old: TerminalId,
  next: TerminalId,
  isLost: boolean,
): Promise<Result<Replaced, ActProblem>> => {
  const { tx, operator, depot, now } = context;
  if (old === next) return err({ code: 'same-terminal' });
  // Routes before terminals, as whoever gives a route to a terminal does.
  await tx.query(
    'select 1 from route where depot = $1 and terminal = $2 order by id for no key update',
    [depot, old],
  );
  await lockTerminals(tx, depot, [old, next]);
  const before = await viewTerminal(tx, depot, old);
  if (before === null) return err({ code: 'no-such-terminal' });
  if (before.status === 'revoked') return err({ code: 'terminal-is-revoked' });
  if (before.wiped === null && !isLost) return err({ code: 'not-wiped' });
  const routes = await openRoutesOf(context, old);
  for (const { id } of routes) {
    const given = await giveRoute(tx, operator, depot, id, next, null, now, null);
    if (given.ok) continue;
    if (typeof given.error !== 'string') throw new Error('a route was asked for in any version');
    return err({ code: given.error });
  }
  const after = await viewTerminal(tx, depot, next);
  if (after === null) return err({ code: 'no-such-terminal' });
  if (after.status === 'revoked') return err({ code: 'terminal-is-revoked' });
  await revokeIn(tx, operator, depot, old, now);
  const subject = { terminal: old, by: next, routes: routes.length };
  await noteAct(tx, operator, 'terminal-replaced', subject, now);
  return ok({ old, new: next, routes, messages: await countMessages(context, routes) });
};
