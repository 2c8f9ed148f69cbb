import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { STANDARD_COST } from '../../shared/protocol/crypto/argon2id.ts';
import type { DepotId } from '../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { buildApp } from './app.ts';
import type { CentralOptions } from './central-options.ts';
import { systemNow } from './clock.ts';
import { makeNativeArgon2id } from './codes/argon2id.ts';
import { startSealingAhead } from './codes/seal-ahead.ts';
import { BUILT_CONSOLE, readConsole } from './console/console.ts';
import { BUILT_PAGE, readCustomerPage } from './customer-page/customer-page.ts';
import { PAGE_PATH } from './customer-page/page-routes.ts';
import type { Durability } from './database/durability.ts';
import { startEmbeddedPostgres } from './database/embedded-postgres.ts';
import { migrate } from './database/migrate.ts';
import { forOperators, openPool, type Pool, type PoolLimits } from './database/pool.ts';
import { noticeRestored } from './database/restored.ts';
import { waitForDatabase } from './database/wait-for-database.ts';
import { watchDatabase } from './database/watch-database.ts';
import { startEvents } from './events/start-events.ts';
import { type Certificate, type CertificateFiles, readCertificate } from './http/certificate.ts';
import { keepCertificate } from './http/tls-server.ts';
import { startJobs } from './jobs/jobs.ts';
import { keepCentralKeys } from './keys/keep-keys.ts';
import { verifyByStored } from './keys/native-verify.ts';
import { closeApp, listen } from './listen.ts';
import { makeOutbox } from './messages/providers/outbox.ts';
import { makeSender, type SendOutcome } from './messages/sender.ts';
import { makeReports } from './messages/take-report.ts';
import { registerMetrics, startMetricsServer } from './monitor/metrics-server.ts';
import {
  makeRegistry,
  observeCertificate,
  observeDatabase,
  observePools,
  observeRequests,
} from './monitor/registry.ts';
import { startTraces } from './monitor/traces.ts';
import { observeWork } from './monitor/work.ts';
import { makeFirstToken } from './operators/first-key.ts';
import type { Ports } from './ports.ts';
import { offerSetUp } from './sign-in/offer-set-up.ts';
import { type StartProblem, startProblem } from './start-problem.ts';
import { pause, type Stop, stopInTime } from './stop-in-time.ts';
import { makeReleaseFolder } from './updates/release-folder.ts';
import { makeWebhookSender } from './webhooks/webhook-sender.ts';

export type { CentralOptions };

export type RunningCentral = {
  readonly url: string;
  readonly app: FastifyInstance;
  readonly ports: Ports;
  /** The link with which the first admin sets up how they sign in; null: there is one already. */
  readonly setUpLink: string | null;
  /** Sends one issue's message now, if it is due, as the worker does. */
  readonly sendCode: (depot: DepotId, issue: string) => Promise<SendOutcome>;
  /** Where metrics are told on a port of their own; null: nowhere. */
  readonly metricsUrl: string | null;
  /** Looks at the certificate's files and at the keys now, and not only within half a minute or an hour. */
  readonly reload: () => Promise<void>;
};

export type CentralServer = {
  /** Starts everything; what had begun is stopped again if it cannot. */
  readonly start: () => Promise<Result<RunningCentral, StartProblem>>;
  /** Finishes what is under way and stops everything, PostgreSQL last. */
  readonly stop: () => Promise<void>;
};

/**
 * What waits in one pool takes nothing from another: operators are answered while terminals dock,
 * and messages go out meanwhile. A docking asks again by itself, so it gives up sooner.
 */
const FOR_DOCKINGS: PoolLimits = { connections: 12, statementMs: 15_000, lockMs: 5_000 };
const FOR_JOBS: PoolLimits = { connections: 6, statementMs: 30_000, lockMs: 10_000 };

const NO_WALL =
  'the database does not keep depots apart itself: its user may not make the role kerbside_depot';

/** In the data folder, the link by which the first admin comes in, for its owner alone. */
export const SET_UP_FILE = 'set-up.link';

/** What may have changed where a delivery needs a code now. */
const MAY_LACK = ['deliveries', 'terminals', 'findings', 'settings'] as const;

/** What a request that is under way at a stop is given. */
const STOP_REQUESTS_MS = 4_000;

type Unfinished = Result<RunningCentral, StartProblem>;

const openCertificate = async (
  files: CertificateFiles | undefined,
): Promise<Result<Certificate | null, StartProblem>> => {
  if (files === undefined) return ok(null);
  const read = await readCertificate(files);
  return read.ok
    ? read
    : err(startProblem('certificate-refused', `There is no https: ${read.error}.`));
};

const startParts = async (options: CentralOptions, stops: Stop[]): Promise<Unfinished> => {
  const { dataFolder, host = '127.0.0.1', port = 8443 } = options;
  const certificate = await openCertificate(options.tls);
  if (!certificate.ok) return certificate;
  let app: FastifyInstance | null = null;
  let databaseUrl = options.databaseUrl;
  if (databaseUrl === undefined) {
    const embedded = await startEmbeddedPostgres(dataFolder, [], () => {
      app?.log.error('the PostgreSQL of this folder has died, and is started again');
    });
    if (!embedded.ok) return embedded;
    // Nothing else has it: what it does not end itself it leaves running.
    stops.push(Object.assign(embedded.value.stop, { mustEnd: true }));
    databaseUrl = embedded.value.url;
  }
  const onError = (error: Error): void => app?.log.error({ err: error }, 'database');
  const { directDatabaseUrl } = options;
  const at = databaseUrl;
  const open = (limits?: PoolLimits): Pool => {
    const opened = openPool(at, onError, limits, directDatabaseUrl);
    stops.push(() => opened.end());
    return opened;
  };
  const pool = forOperators(open());
  const [dockPool, jobPool] = [open(FOR_DOCKINGS), open(FOR_JOBS)];
  const tellDurability = ({ survivesLoss, why }: Durability): void => {
    if (survivesLoss === true) app?.log.info({ why }, 'the loss of one machine loses nothing');
    else app?.log.warn({ why }, 'the loss of one machine may lose what was acknowledged');
  };
  const watch = watchDatabase(jobPool, options.wallClock ?? systemNow, tellDurability);
  stops.push(async () => watch.stop());
  const now = options.now ?? watch.now;
  try {
    await waitForDatabase(watch.look, options.databaseWaitMs ?? 0, options.say ?? (() => {}));
  } catch {
    const sentence = 'The database is unreachable or rejected the login. Check DATABASE_URL.';
    return err(startProblem('database-unreachable', sentence));
  }
  const migrated = await migrate(pool);
  if (!migrated.ok) return migrated;
  const isRestored = await noticeRestored(pool, now());
  const keyFile = options.keyFile ?? join(dataFolder, 'central.key');
  const kept = await keepCentralKeys(jobPool, keyFile, now, onError);
  if (!kept.ok) return kept;
  stops.push(async () => kept.value.stop());
  const { keys, follow: followKeys } = kept.value;
  await makeFirstToken(pool, join(dataFolder, 'operator.token'));
  const jobs = await startJobs(
    directDatabaseUrl ?? databaseUrl,
    { pool: jobPool, keys, followKeys, now },
    onError,
  );
  stops.push(jobs.stop);
  const outbox = options.provider === undefined ? makeOutbox(dataFolder, now) : null;
  const provider = options.provider ?? makeOutbox(dataFolder, now);
  const registry = makeRegistry();
  observePools({ requests: pool, dockings: dockPool, jobs: jobPool }, registry);
  observeWork(jobPool, now, registry);
  observeDatabase(watch, registry);
  const traces = options.tracesTo === undefined ? null : await startTraces(options.tracesTo);
  stops.push(async () => traces?.stop());
  let url = '';
  const ports: Ports = {
    pool,
    keys,
    followKeys,
    now,
    verify: verifyByStored,
    argon2id: makeNativeArgon2id(Math.max(2, availableParallelism())),
    hasDepotWall: migrated.value.hasDepotWall,
    hashPassword: makeNativeArgon2id(2),
    identityProvider: options.identityProvider ?? null,
    random: (length) => new Uint8Array(randomBytes(length)),
    cost: options.cost ?? STANDARD_COST,
    outbox,
    updates: options.updatesFolder === undefined ? null : makeReleaseFolder(options.updatesFolder),
    webhookHosts: options.webhookHosts ?? [],
    rateLimits: options.rateLimits ?? { perOperator: 0, perAddress: 0 },
    publicUrl: () => options.publicUrl ?? url,
    pageUrl: () => options.pageUrl ?? `${options.publicUrl ?? url}${PAGE_PATH}`,
  };
  const jobPorts = { ...ports, pool: jobPool };
  const events = startEvents(jobPool, options.directDatabaseUrl ?? at, onError);
  stops.push(events.stop);
  const tellMessages = (depot: DepotId): void =>
    events.announcer.announce(depot, ['messages', 'deliveries']);
  const reports = makeReports(jobPorts, provider, tellMessages);
  provider.start(reports.take);
  stops.push(provider.stop);
  const sender = makeSender(jobPorts, provider, reports, tellMessages, onError);
  stops.push(sender.stop);
  const webhookSender = makeWebhookSender(jobPorts, onError);
  stops.push(webhookSender.stop);
  const page = await readCustomerPage(BUILT_PAGE);
  const console = await readConsole(BUILT_CONSOLE);
  app = await buildApp(ports, dockPool, reports, page, console, events, {
    log: options.silent === true ? 'none' : (options.logLevel ?? 'info'),
    certificate: certificate.value,
    trustedProxies: options.trustedProxies ?? [],
    durability: watch.durability,
    observe: (made) => {
      observeRequests(made, registry);
      if (options.metrics === undefined) registerMetrics(made, registry);
      traces?.follow(made);
    },
  });
  const durability = watch.durability();
  if (durability !== null) tellDurability(durability);
  if (page === null) app.log.warn("the customer's page has not been built: its links lead nowhere");
  if (isRestored) app.log.warn('the database was restored or moved: terminals are asked anew');
  if (!migrated.value.hasDepotWall) app.log.warn(NO_WALL);
  const built = app;
  stops.push(() => closeApp(built, STOP_REQUESTS_MS));
  const keeper =
    options.tls === undefined || certificate.value === null
      ? null
      : keepCertificate(built, options.tls, certificate.value);
  stops.push(async () => keeper?.stop());
  if (keeper !== null) observeCertificate(() => keeper.current().notAfter, registry);
  const listening = await listen(built, host, port);
  if (!listening.ok) return listening;
  url = listening.value;
  const setUpLink = await offerSetUp(ports, join(dataFolder, SET_UP_FILE));
  const metrics =
    options.metrics === undefined ? null : await startMetricsServer(registry, options.metrics);
  if (metrics?.ok === false) return metrics;
  if (metrics !== null) stops.push(metrics.value.stop);
  await jobs.work();
  sender.start();
  webhookSender.start();
  if (options.sealsAhead ?? true) {
    const sealing = startSealingAhead(jobPorts, (look) => events.hear(MAY_LACK, look), onError);
    stops.push(sealing.stop);
  }
  const reload = async (): Promise<void> => {
    await keeper?.look();
    const looked = await kept.value.look();
    if (!looked.ok) built.log.error({ code: looked.error.code }, 'the keys stay as they were');
  };
  return ok({
    url,
    app: built,
    ports,
    setUpLink,
    sendCode: sender.sendNow,
    reload,
    metricsUrl: metrics?.value.url ?? null,
  });
};

/** How long a stop waits for a start that is under way. */
const START_PATIENCE_MS = 2_000;

/** Makes a central that is not started yet. */
export const createCentral = (options: CentralOptions): CentralServer => {
  const stops: Stop[] = [];
  let starting: Promise<unknown> = Promise.resolve();
  const undo = (): Promise<void> => stopInTime(stops);
  const start = async (): Promise<Unfinished> => {
    try {
      const running = await startParts(options, stops);
      if (!running.ok) await undo();
      return running;
    } catch (error) {
      await undo();
      throw error;
    }
  };
  return {
    start: () => {
      const started = start();
      starting = started;
      return started;
    },
    stop: async () => {
      // Stopping in the middle of a start would leave behind what the rest of it starts.
      await Promise.race([starting.catch(() => {}), pause(START_PATIENCE_MS)]);
      await undo();
    },
  };
};
