import type { Policy } from '../../../shared/policy.ts';
import { type CentralClient, CommandFailure } from './central-client.ts';

type Named = { readonly id: string; readonly name: string };
export type DepotView = Named & {
  readonly sender: string;
  readonly timeZone: string;
  readonly leadMs: number;
  readonly policy: Policy;
};
export type TerminalView = Named & {
  readonly status: string;
  readonly acknowledged: number;
  readonly lastDock: number | null;
  readonly open: number;
  readonly findings: number;
  readonly fingerprint: string;
};
export type RouteView = Named & {
  readonly depot: string;
  readonly day: string;
  readonly driver: Named | null;
  readonly terminal: Named | null;
  readonly deliveries: number;
  readonly open: number;
  readonly delivered: number;
  readonly expired: number;
};

/** The one thing that is called so, by id or by name. */
const pick = <T extends Named>(kind: string, list: readonly T[], asked: string): T => {
  const byId = list.find((one) => one.id === asked);
  if (byId !== undefined) return byId;
  const byName = list.filter((one) => one.name === asked);
  const [first] = byName;
  if (first !== undefined && byName.length === 1) return first;
  if (first === undefined)
    throw new CommandFailure(`unknown-${kind}`, `There is no ${kind} of this name or id.`);
  const sentence = `There are ${byName.length} of this name. Use the id: ${byName.map((one) => one.id).join(', ')}.`;
  throw new CommandFailure(`ambiguous-${kind}`, sentence);
};

export const findDepot = async (client: CentralClient, asked: string): Promise<DepotView> =>
  pick('depot', (await client.get<{ depots: DepotView[] }>('/v1/depots')).depots, asked);

export const findTerminal = async (client: CentralClient, asked: string): Promise<TerminalView> =>
  pick(
    'terminal',
    (await client.get<{ terminals: TerminalView[] }>('/v1/terminals')).terminals,
    asked,
  );

export const findRoute = async (client: CentralClient, asked: string): Promise<RouteView> =>
  pick('route', (await client.get<{ routes: RouteView[] }>('/v1/routes')).routes, asked);

export const findDriver = async (
  client: CentralClient,
  depot: string,
  asked: string,
): Promise<Named> =>
  pick(
    'driver',
    (await client.get<{ drivers: Named[] }>(`/v1/depots/${depot}/drivers`)).drivers,
    asked,
  );
