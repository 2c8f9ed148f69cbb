import type {
  Day,
  DeliveryId,
  DepotId,
  DriverId,
  Instant,
  RouteId,
  TerminalId,
} from '../../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { KnownOperator } from '../actors.ts';
import { depotOf } from '../database/depot-of.ts';
import type { Transaction } from '../database/pool.ts';
import { addManifestItem, lockTerminals } from '../manifest/manifest-items.ts';
import { withdrawIssues } from '../manifest/withdraw-issues.ts';
import { noteAct } from '../operators/acts.ts';
import { withdrawFrom } from '../passes/end-passes.ts';

export type AssignProblem =
  | 'unknown-route'
  | 'no-such-terminal'
  | 'terminal-is-revoked'
  | 'other-depot'
  | 'unknown-driver'
  | 'route-without-driver';

/** The route was changed since it was seen, and has this version now. */
type StaleRoute = { readonly current: number };

type RouteRow = {
  readonly version: number;
  readonly name: string;
  readonly day: Day;
  readonly driver: DriverId | null;
  readonly terminal: TerminalId | null;
};

const checkTerminal = async (
  tx: Transaction,
  depot: DepotId,
  terminal: TerminalId,
): Promise<AssignProblem | null> => {
  const own = await depotOf(tx, 'terminal', terminal);
  if (own === null) return 'no-such-terminal';
  if (own !== depot) return 'other-depot';
  const { rowCount } = await tx.query(
    'select 1 from terminal where depot = $1 and id = $2 and revoked_at is null',
    [depot, terminal],
  );
  return rowCount === 1 ? null : 'terminal-is-revoked';
};

const findDriver = async (
  tx: Transaction,
  depot: DepotId,
  driver: DriverId,
): Promise<{ id: DriverId; name: string } | null> =>
  (
    await tx.query<{ id: DriverId; name: string }>(
      'select id, name from driver where depot = $1 and id = $2',
      [depot, driver],
    )
  ).rows[0] ?? null;

type Holder = { readonly delivery: DeliveryId; readonly terminal: TerminalId };

/** The open deliveries of the route whose code is with another terminal. */
const findOutdated = async (
  tx: Transaction,
  depot: DepotId,
  route: RouteId,
  terminal: TerminalId,
): Promise<Holder[]> =>
  (
    await tx.query<Holder>(
      `select issue.delivery, issue.terminal from issue
         join delivery on delivery.depot = issue.depot and delivery.id = issue.delivery
       where delivery.depot = $1 and delivery.route = $2
         and issue.state = 'active' and issue.terminal <> $3`,
      [depot, route, terminal],
    )
  ).rows;

/**
 * Gives a route to a terminal and a driver. Codes that were made for another terminal are withdrawn,
 * with the passes for that terminal alone; unsent SMS are not sent, the old terminal is told at its
 * next dock, and the new one gets new codes when it pulls. Another driver with the same terminal has
 * the same codes: what a customer was sent stays good. `versions` are those that whoever asks has
 * seen, one of which the route must have; null: any. Gives its new version, which is the old one if
 * both had it before.
 */
export const giveRoute = async (
  tx: Transaction,
  operator: KnownOperator,
  depot: DepotId,
  route: RouteId,
  terminal: TerminalId,
  newDriver: DriverId | null,
  now: Instant,
  versions: readonly number[] | null,
): Promise<Result<number, AssignProblem | StaleRoute>> => {
  const { rows } = await tx.query<RouteRow>(
    'select version, name, day, driver, terminal from route where depot = $1 and id = $2 for update',
    [depot, route],
  );
  const before = rows[0];
  if (before === undefined) return err('unknown-route');
  if (versions !== null && !versions.includes(before.version)) {
    return err({ current: before.version });
  }
  const driverId = newDriver ?? before.driver;
  if (driverId === null) return err('route-without-driver');
  const driver = await findDriver(tx, depot, driverId);
  if (driver === null) return err('unknown-driver');
  const holders = (await findOutdated(tx, depot, route, terminal)).map((h) => h.terminal);
  const others = before.terminal === null ? holders : [...holders, before.terminal];
  await lockTerminals(tx, depot, [terminal, ...others]);
  const problem = await checkTerminal(tx, depot, terminal);
  if (problem !== null) return err(problem);
  const isChanged = before.terminal !== terminal || before.driver !== driver.id;
  const version = isChanged ? before.version + 1 : before.version;
  await tx.query(
    'update route set terminal = $3, driver = $4, version = $5 where depot = $1 and id = $2',
    [depot, route, terminal, driver.id, version],
  );
  // Asked again: only now, with the locks held, is the answer final.
  const outdated = await findOutdated(tx, depot, route, terminal);
  const withdrawn = await withdrawIssues(
    tx,
    depot,
    outdated.map((holder) => holder.delivery),
    now,
  );
  for (const holder of withdrawn) {
    await withdrawFrom(tx, depot, holder.terminal, [holder.delivery], now);
  }
  if (isChanged) {
    await tx.query(
      `update delivery set version = version + 1
         where depot = $1 and route = $2 and status = 'open'`,
      [depot, route],
    );
    await addManifestItem(tx, depot, terminal, {
      type: 'route',
      id: route,
      name: before.name,
      day: before.day,
      driver,
    });
  }
  await noteAct(tx, operator, 'route-assigned', { route, terminal, driver: driver.id }, now);
  return ok(version);
};
