import Fastify, { type FastifyInstance, LogController } from 'fastify';
import { MAX_BODY_BYTES } from '../../shared/api/terminal.ts';
import { registerAuditRoutes } from './audit/audit-routes.ts';
import { registerDeliveryRoutes } from './deliveries/delivery-routes.ts';
import { registerDepotRoutes } from './depots/depot-routes.ts';
import { registerDockStaffRoutes } from './dock/dock-staff-routes.ts';
import { registerLogExport } from './dock/log-export.ts';
import { registerTerminalRoutes } from './dock/terminal-routes.ts';
import { registerOverrideRoutes } from './overrides/override-routes.ts';
import { registerPassRoutes } from './passes/pass-routes.ts';
import { registerErrors } from './plugins/errors.ts';
import { registerHealth } from './plugins/health.ts';
import { loggerOptions, registerRequestLog } from './plugins/logging.ts';
import { registerMetrics } from './plugins/metrics.ts';
import { registerOpenApi } from './plugins/openapi.ts';
import { registerRequestContext } from './plugins/request-context.ts';
import { registerStaffRoutes } from './plugins/staff-routes.ts';
import type { Ports } from './ports.ts';
import { registerOutboxRoutes } from './sms/outbox-routes.ts';
import { registerStaffMemberRoutes } from './staff/staff-member-routes.ts';
import { registerTerminalStaffRoutes } from './terminals/terminal-staff-routes.ts';
import { registerTokenRoutes } from './tokens/token-routes.ts';
import { registerUpdateRoutes } from './updates/update-routes.ts';

/** Central's HTTP interface over its ports. It does not listen yet. */
export const buildApp = async (ports: Ports, silent: boolean): Promise<FastifyInstance> => {
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
  registerTerminalRoutes(app, ports);
  registerUpdateRoutes(app, ports);
  await registerStaffRoutes(app, ports, [
    registerDepotRoutes,
    registerStaffMemberRoutes,
    registerTerminalStaffRoutes,
    registerDeliveryRoutes,
    registerPassRoutes,
    registerTokenRoutes,
    registerOverrideRoutes,
    registerDockStaffRoutes,
    registerLogExport,
    registerOutboxRoutes,
    registerAuditRoutes,
  ]);
  await app.ready();
  return app;
};
