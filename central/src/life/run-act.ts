import type { FastifyReply } from 'fastify';
import type { DeliveryId, DepotId, Instant } from '../../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { KnownOperator } from '../actors.ts';
import { depotOf } from '../database/depot-of.ts';
import type { Transaction } from '../database/pool.ts';
import { type HttpProblem, sendProblem } from '../http/problems.ts';
import { fingerprintOf, once } from '../operators/idempotency.ts';
import { readKey, readVersions, tagOf } from '../operators/preconditions.ts';
import type { Ports } from '../ports.ts';
import type { Asked } from './lock-deliveries.ts';

/** Why an act is not done: the problem's code, and what else is to be said of it. */
export type ActProblem = { readonly code: HttpProblem } & Readonly<Record<string, unknown>>;

/** What of a request an act goes by. */
export type ActRequest = {
  readonly method: string;
  readonly url: string;
  readonly rawBody: Buffer | null;
  readonly operator: KnownOperator | null;
  readonly headers: {
    readonly 'if-match'?: string | undefined;
    readonly 'idempotency-key'?: string | undefined;
  };
};

/** What an act is done with: its transaction, who asked for it, where, and when. */
export type ActContext = {
  readonly tx: Transaction;
  readonly operator: KnownOperator;
  readonly depot: DepotId;
  readonly now: Instant;
};

type Act<T> = (context: ActContext) => Promise<Result<T, ActProblem>>;

const runOnce = async <T>(
  ports: Pick<Ports, 'pool' | 'now'>,
  { method, url, rawBody, operator, headers }: ActRequest,
  depot: DepotId,
  act: Act<T>,
): Promise<Result<T, ActProblem>> => {
  if (operator === null) throw new Error('a route of operators without its hook');
  const key = readKey(headers['idempotency-key']);
  if (!key.ok) return err({ code: key.error });
  const fingerprint = fingerprintOf(method, url, rawBody ?? new Uint8Array());
  const request = { depot, operator, key: key.value, fingerprint };
  const done = await once(ports, request, (tx) => act({ tx, operator, depot, now: ports.now() }));
  if (done.ok) return done;
  return err(typeof done.error === 'string' ? { code: done.error } : done.error);
};

const refuse = (reply: FastifyReply, { code, ...more }: ActProblem): FastifyReply =>
  sendProblem(reply, code, more);

/** Does an act of a depot, once for its `Idempotency-Key`, and answers with what came of it. */
export const actInDepot = async <T>(
  ports: Pick<Ports, 'pool' | 'now'>,
  request: ActRequest,
  reply: FastifyReply,
  depot: DepotId,
  act: Act<T>,
): Promise<T | FastifyReply> => {
  const done = await runOnce(ports, request, depot, act);
  return done.ok ? done.value : refuse(reply, done.error);
};

/** The same for one delivery, whose version is in `If-Match`. Its new one is the answer's ETag. */
export const actOnDelivery = async <T extends { readonly version: number }>(
  ports: Pick<Ports, 'pool' | 'now'>,
  request: ActRequest,
  reply: FastifyReply,
  delivery: DeliveryId,
  act: (context: ActContext, asked: readonly [Asked]) => Promise<Result<readonly T[], ActProblem>>,
): Promise<T | FastifyReply> => {
  const depot = await depotOf(ports.pool, 'delivery', delivery);
  if (depot === null) return refuse(reply, { code: 'unknown-delivery' });
  const versions = readVersions(request.headers['if-match']);
  if (!versions.ok) return refuse(reply, { code: versions.error });
  const asked = [{ id: delivery, versions: versions.value }] as const;
  const done = await runOnce(
    ports,
    request,
    depot,
    async (context): Promise<Result<T, ActProblem>> => {
      const all = await act(context, asked);
      if (!all.ok) return all;
      const [first] = all.value;
      if (first === undefined) throw new Error('an act on a delivery came to nothing');
      return ok(first);
    },
  );
  if (!done.ok) return refuse(reply, done.error);
  reply.header('etag', tagOf(done.value.version));
  return done.value;
};
