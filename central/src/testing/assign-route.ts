import { randomUUID } from 'node:crypto';
import type { TestCentral } from './test-central.ts';

/** Gives a route to a terminal, in the version that it has now: as somebody who has just looked. */
export const assignRoute = async (
  { staff }: Pick<TestCentral, 'staff'>,
  route: string,
  body: { readonly terminal: string; readonly driver?: string | undefined },
): ReturnType<TestCentral['staff']> => {
  const { version } = (await staff('GET', `/v1/routes?route=${route}`)).body.routes[0] ?? {};
  return staff('POST', `/v1/routes/${route}/assign`, body, {
    'if-match': `"${version}"`,
    'idempotency-key': `"${randomUUID()}"`,
  });
};
