import { answerOf, type Schemas } from '../../client/client.ts';
import type { CentralClient } from './central-client.ts';
import { CommandFailure } from './command-failure.ts';
import { dayIn } from './days.ts';

export type Named = { readonly id: string; readonly name: string };
export type DepotView = Schemas['Depot'];
export type TerminalView = Schemas['Terminal'];
export type RouteView = Schemas['Route'];

/** As many days as a person reads. */
const MAX_DAYS = 10;
const MAKES_ONE = 'An import or `delivery create` makes a route.';

/** The one thing that is called so, by id or by name. */
const pick = <T extends Named>(kind: string, list: readonly T[], asked: string): T => {
  const byId = list.find((one) => one.id === asked);
  if (byId !== undefined) return byId;
  const byName = list.filter((one) => one.name === asked);
  const [first] = byName;
  if (first !== undefined && byName.length === 1) return first;
  if (first === undefined)
    throw new CommandFailure(`unknown-${kind}`, `There is no ${kind} with this name or id.`);
  const sentence = `${byName.length} have this name. Use the id: ${byName.map((one) => one.id).join(', ')}.`;
  throw new CommandFailure(`ambiguous-${kind}`, sentence);
};

export const findDepot = async (client: CentralClient, asked: string): Promise<DepotView> =>
  pick('depot', (await answerOf(client.GET('/v1/depots'))).depots, asked);

/** What a list is asked by: one depot, or all of them. */
export const inDepotOrAll = async (
  client: CentralClient,
  depot: string | undefined,
): Promise<Readonly<Record<string, string>>> =>
  depot === undefined ? {} : { depot: (await findDepot(client, depot)).id };

export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Asked for by what it is called, so that none is overlooked, however many there are. */
export const findTerminal = async (client: CentralClient, asked: string): Promise<TerminalView> => {
  const list = async (query: { readonly terminal?: string; readonly name?: string }) =>
    (await answerOf(client.GET('/v1/terminals', { params: { query } }))).terminals;
  const byId = UUID.test(asked) ? await list({ terminal: asked.toLowerCase() }) : [];
  return byId[0] ?? pick('terminal', await list({ name: asked }), asked);
};

/**
 * The route of a day, by name: of today where its depot is, unless another day is named; or by id,
 * whichever day it is of.
 */
export const findRoute = async (
  client: CentralClient,
  asked: string,
  { day: asOf, depot }: { readonly day?: string | undefined; readonly depot?: string | undefined },
): Promise<RouteView> => {
  const list = async (query: {
    readonly route?: string;
    readonly name?: string;
    readonly depot?: string;
  }): Promise<readonly RouteView[]> =>
    (await answerOf(client.GET('/v1/routes', { params: { query } }))).routes;
  if (UUID.test(asked)) {
    const [byId] = await list({ route: asked.toLowerCase() });
    if (byId !== undefined) return byId;
  }
  const { depots } = await answerOf(client.GET('/v1/depots'));
  const within: { readonly depot?: string } =
    depot === undefined ? {} : { depot: pick('depot', depots, depot).id };
  const named = await list({ name: asked, ...within });
  const zones = new Map(depots.map(({ id, timeZone }) => [id, timeZone]));
  const now = Date.now();
  const wanted = (route: RouteView): string => dayIn(zones.get(route.depot) ?? 'UTC', now, asOf);
  const [first, ...others] = named.filter((route) => route.day === wanted(route));
  if (first !== undefined && others.length === 0) return first;
  if (first !== undefined) {
    const sentence = `More than one depot has a route of this name on ${first.day}. Name one: --depot.`;
    throw new CommandFailure('ambiguous-route', sentence);
  }
  const [nearest] = named;
  if (nearest === undefined) {
    const searched = depots
      .filter(({ id }) => within.depot === undefined || id === within.depot)
      .map(({ timeZone }) => dayIn(timeZone, now, asOf));
    const when = searched.length === 0 ? '' : ` on ${[...new Set(searched)].join(' or ')}`;
    const sentence = `There is no route ${asked}${when}, nor on another day. ${MAKES_ONE}`;
    throw new CommandFailure('unknown-route', sentence);
  }
  const days = named.map((route) => route.day).slice(0, MAX_DAYS);
  const sentence = `There is no route ${asked} on ${wanted(nearest)}. There is one on ${days.join(', ')}: name the day by --day. ${MAKES_ONE}`;
  throw new CommandFailure('no-route-that-day', sentence);
};

export const findToken = async (
  client: CentralClient,
  depot: string,
  serial: string,
): Promise<{ readonly id: string }> => {
  if (UUID.test(serial)) return { id: serial.toLowerCase() };
  const params = { path: { depot }, query: { serial } };
  const asked = client.GET('/v1/depots/{depot}/tokens', { params });
  const [found] = (await answerOf(asked)).tokens;
  if (found !== undefined) return found;
  throw new CommandFailure(
    'unknown-token',
    'The depot has no token with this serial number or id.',
  );
};

/** One of a depot's staff by name, id or number. */
export const findOperator = async (
  client: CentralClient,
  depot: string,
  asked: string,
): Promise<Named> => {
  const path = { depot };
  const { staff } = await answerOf(client.GET('/v1/depots/{depot}/staff', { params: { path } }));
  const numbered = staff.find((one) => String(one.number) === asked);
  return numbered ?? pick('staff', staff, asked);
};

export const findDriver = async (
  client: CentralClient,
  depot: string,
  asked: string,
): Promise<Named> => {
  const path = { depot };
  const listed = client.GET('/v1/depots/{depot}/drivers', { params: { path } });
  return pick('driver', (await answerOf(listed)).drivers, asked);
};
