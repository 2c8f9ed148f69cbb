import type { FastifyInstance } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { PATHS } from '../../../shared/protocol/api/terminal.ts';
import type { Pool } from '../database/pool.ts';
import type { DatabaseWatch } from '../database/watch-database.ts';

/** Metrics of this process: memory, processor, event loop. None names a person, a depot or a terminal. */
export const makeRegistry = (): Registry => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
};

/** How long requests take by route and status, and how many terminals have docked. */
export const observeRequests = (app: FastifyInstance, registry: Registry): void => {
  const registers = [registry];
  const requests = new Histogram({
    name: 'kerbside_http_request_seconds',
    help: 'Duration of HTTP requests',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 5, 10],
    registers,
  });
  const dockings = new Counter({
    name: 'kerbside_dockings_total',
    help: 'Dockings that have begun: terminals that were told the time',
    registers,
  });
  const waits = new Counter({
    name: 'kerbside_dockings_deferred_total',
    help: 'Requests of terminals that were told to come again (503)',
    registers,
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    const { statusCode } = reply;
    const labels = { method: request.method, route, status: String(statusCode) };
    requests.observe(labels, reply.elapsedTime / 1_000);
    if (route === PATHS.time && statusCode === 200) dockings.inc();
    if (route.startsWith('/v1/terminal/') && statusCode === 503) waits.inc();
  });
};

/** The connections of each pool to the database, and who waits for one. */
export const observePools = (pools: Readonly<Record<string, Pool>>, registry: Registry): void => {
  const each = (set: (name: string, pool: Pool) => void): (() => void) => {
    return () => {
      for (const [name, pool] of Object.entries(pools)) set(name, pool);
    };
  };
  const connections = new Gauge({
    name: 'kerbside_database_connections',
    help: 'Connections to the database by pool: in use, or idle',
    labelNames: ['pool', 'state'],
    registers: [registry],
    collect: each((pool, { totalCount, idleCount }) => {
      connections.set({ pool, state: 'idle' }, idleCount);
      connections.set({ pool, state: 'used' }, totalCount - idleCount);
    }),
  });
  const waiting = new Gauge({
    name: 'kerbside_database_connections_awaited',
    help: 'Requests and jobs that wait for a connection to the database',
    labelNames: ['pool'],
    registers: [registry],
    collect: each((pool, { waitingCount }) => waiting.set({ pool }, waitingCount)),
  });
};

/** When the certificate ends that central answers with. */
export const observeCertificate = (notAfter: () => number, registry: Registry): void => {
  const end: Gauge = new Gauge({
    name: 'kerbside_tls_certificate_end_timestamp_seconds',
    help: "When central's own certificate ends, in seconds since 1970",
    registers: [registry],
    collect: () => end.set(notAfter() / 1_000),
  });
};

/** Whether what is acknowledged survives the loss of one machine, and how far the clocks are apart. */
export const observeDatabase = (
  watch: Pick<DatabaseWatch, 'durability' | 'aheadMs'>,
  registry: Registry,
): void => {
  const survives: Gauge = new Gauge({
    name: 'kerbside_database_survives_loss',
    help: 'Whether what is acknowledged survives the loss of one machine (1), or not or unknown (0)',
    registers: [registry],
    collect: () => survives.set(watch.durability()?.survivesLoss === true ? 1 : 0),
  });
  const ahead: Gauge = new Gauge({
    name: 'kerbside_clock_ahead_seconds',
    help: "How far this machine's clock is before the database's, which central goes by",
    registers: [registry],
    collect: () => ahead.set(watch.aheadMs() / 1_000),
  });
};
