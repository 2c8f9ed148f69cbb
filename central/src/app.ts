import Fastify, { type FastifyInstance, LogController } from 'fastify';
import { MAX_BODY_BYTES } from '../../shared/protocol/api/terminal.ts';
import { registerCrewRoutes } from './crew/crew-routes.ts';
import type { CustomerPage } from './customer-page/customer-page.ts';
import { registerCustomerPage } from './customer-page/page-routes.ts';
import type { Pool } from './database/pool.ts';
import { registerDeliveryRoutes } from './deliveries/delivery-routes.ts';
import { registerStopFactsRoutes } from './deliveries/stop-facts-routes.ts';
import { registerDepotRoutes } from './depots/depot-routes.ts';
import { registerDockRoutes } from './dock/dock-routes.ts';
import { registerErasingRoutes } from './erasing/erasing-routes.ts';
import { admissionHooks, makeAdmission } from './http/admission.ts';
import { compressAnswer } from './http/compression.ts';
import { registerErrors } from './http/errors.ts';
import { registerHealth } from './http/health.ts';
import { loggerOptions, registerRequestLog } from './http/logging.ts';
import { registerMetrics } from './http/metrics.ts';
import { registerOpenApi } from './http/openapi.ts';
import { registerRequestContext } from './http/request-context.ts';
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
import { registerTerminalRoutes } from './terminals/terminal-routes.ts';
import { registerTokenRoutes } from './tokens/token-routes.ts';
import { registerUpdateRoutes } from './updates/update-routes.ts';

/**
 * Central's HTTP interface over its ports, for dockings over a pool of their own. It does not listen
 * yet.
 */
export const buildApp = async (
  ports: Ports,
  dockPool: Pool,
  reports: Reports,
  page: CustomerPage | null,
  silent: boolean,
): Promise<FastifyInstance> => {
  const app = Fastify({
    logger: loggerOptions(silent) ?? false,
    // Its own lines have the whole URL; ours have the route's pattern.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: 60_000,
    // A stop waits for requests that are under way, not for connections that idle.
    forceCloseConnections: 'idle',
  });
  registerRequestContext(app);
  registerErrors(app);
  registerRequestLog(app);
  registerMetrics(app);
  await registerOpenApi(app);
  registerHealth(app, ports.pool);
  registerCustomerPage(app, page);
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
    registerCrewRoutes,
    registerTerminalRoutes,
    registerDeliveryRoutes,
    registerImportRoutes,
    registerStopFactsRoutes,
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
    registerLogExport,
    registerMessageRoutes,
    registerOutboxRoutes,
    registerActRoutes,
    registerOperatorsRoutes,
  ]);
  await app.ready();
  return app;
};
