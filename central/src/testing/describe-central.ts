import { buildApp } from '../app.ts';
import type { Pool } from '../database/pool.ts';
import type { Announcer } from '../events/announcer.ts';
import { makeStreams } from '../events/streams.ts';
import type { Reports } from '../messages/take-report.ts';
import type { Ports } from '../ports.ts';

/** What routes look at when they are registered. */
const SET: Readonly<Record<string, unknown>> = {
  updates: null,
  rateLimits: { perOperator: 0, perAddress: 0 },
};

/** Nothing else of a port is used until a request comes, and none does. */
const unused = <T extends object>(): T =>
  new Proxy({} as T, { get: (_target, name) => SET[String(name)] });

/** The OpenAPI document of central's routes, without a central that runs. */
export const describeCentral = async (): Promise<Readonly<Record<string, unknown>>> => {
  const streams = makeStreams();
  const events = { announcer: unused<Announcer>(), streams };
  const [ports, dockPool, reports] = [unused<Ports>(), unused<Pool>(), unused<Reports>()];
  const app = await buildApp(ports, dockPool, reports, null, null, events, {
    log: 'none',
    certificate: null,
    trustedProxies: [],
    durability: () => null,
    observe: () => {},
  });
  const document = app.describeApi();
  await app.close();
  return document;
};
