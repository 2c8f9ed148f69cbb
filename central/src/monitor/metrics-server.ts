import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Registry } from 'prom-client';
import type { Result } from '../../../shared/result.ts';
import { sendProblem } from '../http/problems.ts';
import { closeApp, listen } from '../listen.ts';
import type { StartProblem } from '../start-problem.ts';

/** Where metrics are told: by default to this machine alone. */
export type MetricsAt = { readonly host: string; readonly port: number };

const send = async (registry: Registry, reply: FastifyReply): Promise<FastifyReply> =>
  reply
    .type(registry.contentType)
    .serializer((text: unknown) => String(text))
    .send(await registry.metrics());

/** Tells metrics, in Prometheus' text, on a port of their own; gives its URL and what ends it. */
export const startMetricsServer = async (
  registry: Registry,
  { host, port }: MetricsAt,
): Promise<Result<{ readonly url: string; readonly stop: () => Promise<void> }, StartProblem>> => {
  const app = Fastify({ forceCloseConnections: true });
  app.get('/metrics', async (_request, reply) => send(registry, reply));
  const listening = await listen(app, host, port, 'metrics.port');
  if (!listening.ok) return listening;
  return { ok: true, value: { url: listening.value, stop: () => closeApp(app) } };
};

const OWN = /^(?:::ffff:)?127\.|^::1$/;
/** Whether a request was made on this machine, and handed on by nobody. */
const isOwn = ({ socket, headers }: FastifyRequest): boolean =>
  OWN.test(socket.remoteAddress ?? '') &&
  headers['x-forwarded-for'] === undefined &&
  headers.forwarded === undefined &&
  headers.via === undefined;

/** Where metrics have no port of their own, whoever asks on this machine is told them here. */
export const registerMetrics = (app: FastifyInstance, registry: Registry): void => {
  app.get('/metrics', { schema: { hide: true } as object }, async (request, reply) =>
    isOwn(request) ? send(registry, reply) : sendProblem(reply, 'not-found'),
  );
};
