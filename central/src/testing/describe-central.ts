import { buildApp } from '../app.ts';
import type { Pool } from '../database/pool.ts';
import type { Reports } from '../messages/take-report.ts';
import type { Ports } from '../ports.ts';

/** Nothing of a port is used until a request comes, and none does. */
const unused = <T extends object>(): T =>
  new Proxy({} as T, {
    get: (_target, name) => (name === 'updates' ? null : undefined),
  });

/** The OpenAPI document of central's routes, without a central that runs. */
export const describeCentral = async (): Promise<Readonly<Record<string, unknown>>> => {
  const app = await buildApp(unused<Ports>(), unused<Pool>(), unused<Reports>(), null, {
    log: 'none',
    certificate: null,
    trustedProxies: [],
    observe: () => {},
  });
  const document = app.describeApi();
  await app.close();
  return document;
};
