import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { toBase64url } from '../../../shared/protocol/codec/bytes.ts';
import type {
  DeliveryId,
  DepotId,
  Epoch,
  Instant,
  ShortId,
  TerminalId,
} from '../../../shared/protocol/ids.ts';
import { type MadePass, makePass } from '../../../shared/protocol/schemes/pass.ts';
import { type Pass, pass } from '../../../shared/protocol/schemes/pass-payload.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { KnownOperator } from '../actors.ts';
import { SECOND } from '../clock.ts';
import { takeEpoch } from '../codes/put-issue.ts';
import { depotOf } from '../database/depot-of.ts';
import { at, type Transaction, transaction } from '../database/pool.ts';
import { nextEpoch } from '../database/restored.ts';
import { noteAct } from '../operators/acts.ts';
import type { Ports } from '../ports.ts';
import { insertPass, type PassView, viewPass } from './passes.ts';

/** Who may take the pass. `terminal`: the one that has the delivery's route, if none is named. */
export type PassRequest =
  | { readonly audience: 'terminal'; readonly terminal?: TerminalId | undefined }
  | { readonly audience: 'route' }
  | { readonly audience: 'depot' };

export type IssuePassProblem =
  | 'unknown-delivery'
  | 'delivery-closed'
  | 'no-such-terminal'
  | 'other-depot'
  | 'terminal-is-revoked'
  | 'route-without-terminal'
  | 'pass-too-long'
  | 'pass-not-writable'
  | 'pass-outlives-key';

/** A pass with its text, which is shown this once. */
export type IssuedPass = PassView & { readonly text: string };

type Delivery = {
  readonly shortId: ShortId;
  readonly customer: string;
  readonly address: readonly string[];
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  readonly isOpen: boolean;
  readonly route: string;
  readonly routeTerminal: TerminalId | null;
  readonly parcels: number;
};

/** The delivery, locked, so that no issue and no other pass takes its next number. */
const lockDelivery = async (
  tx: Transaction,
  depot: DepotId,
  delivery: DeliveryId,
  now: Instant,
): Promise<Delivery | null> =>
  (
    await tx.query<Delivery>(
      `select d.short_id as "shortId", d.customer, d.address, d.not_before as "notBefore",
         d.not_after as "notAfter", d.status = 'open' and d.not_after > $3 as "isOpen",
         r.name as route, r.terminal as "routeTerminal",
         (select count(*) from parcel where parcel.depot = d.depot and parcel.delivery = d.id)
           as parcels
       from delivery d join route r on r.depot = d.depot and r.id = d.route
       where d.depot = $1 and d.id = $2 for update of d`,
      [depot, delivery, at(now)],
    )
  ).rows[0] ?? null;

/** The delivery's next number. Read only once it is locked: before, another may be about to take it. */
const findNextEpoch = async (
  tx: Transaction,
  depot: DepotId,
  delivery: DeliveryId,
): Promise<Epoch> => {
  const { rows } = await tx.query<{ epoch: Epoch }>(
    `select ${nextEpoch('$1::uuid', '$2::uuid')} as epoch`,
    [depot, delivery],
  );
  return rows[0]?.epoch ?? (1 as Epoch);
};

const checkTerminal = async (
  tx: Transaction,
  depot: DepotId,
  terminal: TerminalId,
): Promise<IssuePassProblem | null> => {
  const own = await depotOf(tx, 'terminal', terminal);
  if (own === null) return 'no-such-terminal';
  if (own !== depot) return 'other-depot';
  const { rowCount } = await tx.query(
    'select 1 from terminal where depot = $1 and id = $2 and revoked_at is null for share',
    [depot, terminal],
  );
  return rowCount === 1 ? null : 'terminal-is-revoked';
};

const audienceOf = async (
  tx: Transaction,
  depot: DepotId,
  request: PassRequest,
  { route, routeTerminal }: Delivery,
): Promise<Result<Pass['audience'], IssuePassProblem>> => {
  if (request.audience === 'depot') return ok({ kind: 'depot', depot });
  if (request.audience === 'route') return ok({ kind: 'route', depot, route });
  const terminal = request.terminal ?? routeTerminal;
  if (terminal === null) return err('route-without-terminal');
  const problem = await checkTerminal(tx, depot, terminal);
  return problem === null ? ok({ kind: 'terminal', terminal }) : err(problem);
};

const MAX_ADDRESS = 200;

/** The address in one line, whole; then with ever fewer of its lines. */
const addressLines = (address: readonly string[]): string[] =>
  address
    .map((_, i) => address.slice(0, address.length - i).join(', '))
    .filter((line) => line.length <= MAX_ADDRESS);

const wholeSecond = (round: (value: number) => number, instant: Instant): Instant =>
  (round(instant / SECOND) * SECOND) as Instant;

/** Signs the pass with as much of the address as it can hold. */
const writePass = (
  { keys }: Pick<Ports, 'keys'>,
  delivery: DeliveryId,
  row: Delivery,
  epoch: Epoch,
  audience: Pass['audience'],
  now: Instant,
): Result<{ says: Pass; made: MadePass }, IssuePassProblem> => {
  const key = keys.signing('pass', now);
  const draft: Omit<z.input<typeof pass>, 'address'> = {
    delivery,
    epoch,
    once: toBase64url(randomBytes(16)),
    // A pass does not begin before its key, which does not matter to one that is good now.
    notBefore: Math.max(
      wholeSecond(Math.ceil, row.notBefore),
      wholeSecond(Math.ceil, key.notBefore),
    ),
    notAfter: wholeSecond(Math.floor, row.notAfter),
    audience,
    customer: row.shortId,
    name: row.customer,
    parcels: row.parcels,
  };
  let problem: IssuePassProblem = 'pass-not-writable';
  for (const address of addressLines(row.address)) {
    const says = pass.safeParse({ ...draft, address });
    if (!says.success) continue;
    const made = makePass(says.data, key, key.signer);
    if (made.ok) return ok({ says: says.data, made: made.value });
    problem = made.error === 'too-long' ? 'pass-too-long' : 'pass-outlives-key';
  }
  return err(problem);
};

/**
 * Makes a pass for an open delivery, on a terminal or not. It stands beside the delivery's code:
 * either opens it, once. The text is in the answer and nowhere else.
 */
export const issuePass = async (
  ports: Pick<Ports, 'pool' | 'keys' | 'followKeys' | 'now'>,
  operator: KnownOperator,
  depot: DepotId,
  delivery: DeliveryId,
  request: PassRequest,
): Promise<Result<IssuedPass, IssuePassProblem>> => {
  await ports.followKeys();
  return transaction(ports.pool, async (tx): Promise<Result<IssuedPass, IssuePassProblem>> => {
    const now = ports.now();
    const row = await lockDelivery(tx, depot, delivery, now);
    if (row === null) return err('unknown-delivery');
    if (!row.isOpen) return err('delivery-closed');
    const audience = await audienceOf(tx, depot, request, row);
    if (!audience.ok) return audience;
    const epoch = await findNextEpoch(tx, depot, delivery);
    const written = writePass(ports, delivery, row, epoch, audience.value, now);
    if (!written.ok) return written;
    const { says, made } = written.value;
    await takeEpoch(tx, depot, delivery, epoch);
    await insertPass(tx, depot, says, made.presenceKey, now);
    const { once } = says;
    const subject = { delivery, once, epoch, audience: request.audience };
    await noteAct(tx, operator, 'pass-issued', subject, now);
    return ok({ ...(await viewPass(tx, depot, once)), text: made.text });
  });
};
