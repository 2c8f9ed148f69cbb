import Fastify, { type FastifyInstance, LogController } from 'fastify';
import { MAX_BODY_BYTES } from '../../shared/protocol/api/terminal.ts';
import { registerBoardRoutes } from './board/board-routes.ts';
import { registerCaseActRoutes } from './cases/case-act-routes.ts';
import { registerCaseRoutes } from './cases/case-routes.ts';
import type { Console } from './console/console.ts';
import { registerConsole } from './console/console-routes.ts';
import { registerCrewRoutes } from './crew/crew-routes.ts';
import type { CustomerPage } from './customer-page/customer-page.ts';
import { registerCustomerPage } from './customer-page/page-routes.ts';
import type { Durability } from './database/durability.ts';
import type { Pool } from './database/pool.ts';
import { registerDeliveryRoutes } from './deliveries/delivery-routes.ts';
import { registerStopFactsRoutes } from './deliveries/stop-facts-routes.ts';
import { registerDepotRoutes } from './depots/depot-routes.ts';
import { registerDockRoutes } from './dock/dock-routes.ts';
import { registerErasingRoutes } from './erasing/erasing-routes.ts';
import { announceActs } from './events/announce-acts.ts';
import { registerEventRoutes } from './events/event-routes.ts';
import type { Events } from './events/start-events.ts';
import { admissionHooks, makeAdmission } from './http/admission.ts';
import type { Certificate } from './http/certificate.ts';
import { compressAnswer } from './http/compression.ts';
import { registerErrors } from './http/errors.ts';
import { registerHealth } from './http/health.ts';
import { type LogLevel, loggerOptions, registerRequestLog } from './http/logging.ts';
import { registerOpenApi } from './http/openapi.ts';
import { registerRequestContext } from './http/request-context.ts';
import { registerSafeHeaders } from './http/safe-headers.ts';
import { registerStrictTransport } from './http/tls-server.ts';
import { answerBadPath, answerNoRequest } from './http/unheard-requests.ts';
import { registerWrongMethods } from './http/wrong-methods.ts';
import { refuseWrongTypes } from './http/wrong-types.ts';
import { registerImportRoutes } from './import/import-routes.ts';
import { registerAssignRoutes } from './life/assign-routes.ts';
import { registerCreateRoutes } from './life/create-routes.ts';
import { registerLifeRoutes } from './life/life-routes.ts';
import { registerMoveRoutes } from './life/move-routes.ts';
import { registerReplaceRoutes } from './life/replace-routes.ts';
import { registerMessageRoutes } from './messages/message-routes.ts';
import { registerOutboxRoutes } from './messages/outbox-routes.ts';
import { registerReportRoutes } from './messages/report-routes.ts';
import type { Reports } from './messages/take-report.ts';
import { registerActRoutes } from './operators/act-routes.ts';
import { registerOperatorRoutes } from './operators/operator-routes.ts';
import { registerOperatorsRoutes } from './operators/operators-routes.ts';
import { registerOverrideRoutes } from './overrides/override-routes.ts';
import { registerPassRoutes } from './passes/pass-routes.ts';
import type { Ports } from './ports.ts';
import { registerLogExport } from './proof/log-export.ts';
import { registerProofRoutes } from './proof/proof-routes.ts';
import { registerReportsOfDepots } from './reports/report-routes.ts';
import { registerSearchRoutes } from './search/search-routes.ts';
import { registerMeRoutes } from './sign-in/me-routes.ts';
import { registerMeansRoutes } from './sign-in/means-routes.ts';
import { registerOpenRoutes } from './sign-in/open-routes.ts';
import { registerOwnPasskeys, registerPasskeySignIn } from './sign-in/passkey-routes.ts';
import { registerProveAgain } from './sign-in/prove-again-routes.ts';
import { registerProviderRoutes } from './sign-in/provider-routes.ts';
import { registerSignInRoutes } from './sign-in/sign-in-routes.ts';
import { registerStoryRoutes } from './story/story-routes.ts';
import { registerTerminalRoutes } from './terminals/terminal-routes.ts';
import { registerTokenRoutes } from './tokens/token-routes.ts';
import { registerUpdateRoutes } from './updates/update-routes.ts';
import { registerWebhookRoutes } from './webhooks/webhook-routes.ts';

/** How central is spoken to, and who looks on. */
export type Surroundings = {
  readonly log: LogLevel | 'none';
  /** Null: by http alone. */
  readonly certificate: Certificate | null;
  /** Whose word on who has asked, and how, is taken: addresses and networks. */
  readonly trustedProxies: readonly string[];
  readonly durability: () => Durability | null;
  /** Looks at each request and its answer. */
  readonly observe: (app: FastifyInstance) => void;
};

/**
 * Central's HTTP interface over its ports, for dockings over a pool of their own. It does not listen
 * yet.
 */
export const buildApp = async (
  ports: Ports,
  dockPool: Pool,
  reports: Reports,
  page: CustomerPage | null,
  console: Console | null,
  { announcer, streams }: Events,
  { log, certificate, trustedProxies, durability, observe }: Surroundings,
): Promise<FastifyInstance> => {
  const app = Fastify({
    ...(certificate === null ? {} : { https: certificate.options }),
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
    logger: loggerOptions(log) ?? false,
    // Its own lines have the whole URL; ours have the route's pattern.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: 60_000,
    clientErrorHandler: answerNoRequest,
    frameworkErrors: answerBadPath,
    // A stop waits for requests that are under way, not for connections that idle.
    forceCloseConnections: 'idle',
    // And one that comes then on a connection that is under way is answered like any other.
    return503OnClosing: false,
  });
  registerSafeHeaders(app);
  registerStrictTransport(app);
  registerWrongMethods(app);
  registerRequestContext(app);
  refuseWrongTypes(app);
  registerErrors(app);
  registerRequestLog(app);
  observe(app);
  announceActs(app, ports, announcer);
  await registerOpenApi(app);
  registerHealth(app, ports.pool, durability);
  registerCustomerPage(app, page);
  registerConsole(app, console);
  await app.register(async (scope) => {
    const admission = admissionHooks(makeAdmission(() => performance.now()));
    scope.addHook('preValidation', admission.preValidation);
    scope.addHook('onSend', compressAnswer);
    scope.addHook('onSend', admission.onSend);
    scope.addHook('onResponse', admission.onResponse);
    registerDockRoutes(scope, { ...ports, pool: dockPool });
  });
  registerUpdateRoutes(app, ports);
  await registerReportRoutes(app, ports, reports);
  await registerOperatorRoutes(app, ports, [
    registerDepotRoutes,
    registerBoardRoutes,
    registerCrewRoutes,
    registerTerminalRoutes,
    registerDeliveryRoutes,
    registerImportRoutes,
    registerStopFactsRoutes,
    registerStoryRoutes,
    registerSearchRoutes,
    registerAssignRoutes,
    registerCreateRoutes,
    registerLifeRoutes,
    registerErasingRoutes,
    registerMoveRoutes,
    registerReplaceRoutes,
    registerPassRoutes,
    registerTokenRoutes,
    registerOverrideRoutes,
    registerProofRoutes,
    registerReportsOfDepots,
    registerCaseRoutes((depot) => announcer.announce(depot, ['viewers'])),
    registerCaseActRoutes,
    registerLogExport,
    registerMessageRoutes,
    registerOutboxRoutes,
    registerWebhookRoutes,
    registerActRoutes,
    registerOperatorsRoutes,
    registerMeRoutes,
    registerMeansRoutes,
    registerProveAgain,
    registerOwnPasskeys,
    registerEventRoutes(streams),
  ]);
  await registerOpenRoutes(app, ports, [
    registerSignInRoutes,
    registerPasskeySignIn,
    registerProviderRoutes,
  ]);
  await app.ready();
  return app;
};
