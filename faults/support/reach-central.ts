import { randomBytes } from 'node:crypto';
import type { TestCentral } from '../../central/src/testing/test-central.ts';
import type { Central } from '../../electron/app/ports/central.ts';
import type { Clock } from '../../electron/app/ports/clock.ts';
import { makeCentralClient } from '../../electron/central-client/central-client.ts';
import { makeReach, type Reach } from '../../electron/central-client/reach.ts';
import { nativeVerify } from '../../electron/crypto/native-verify.ts';
import type { Signer } from '../../shared/protocol/crypto/keys.ts';
import { ok } from '../../shared/result.ts';

/** Over sockets on the loopback interface, as a terminal in a depot's network. */
export const overLoopback: Reach = makeReach({
  authorities: () => [],
  proxiesFor: async () => 'DIRECT',
  patienceMs: 30_000,
});

/** Into the real central without a socket, where a network would only be noise. */
export const straightInto =
  ({ app }: Pick<TestCentral, 'app'>): Reach =>
  async (address, { method, headers, body }) => {
    const { host, pathname, search } = new URL(address);
    const {
      statusCode,
      rawPayload,
      headers: answered,
    } = await app.inject({
      method,
      url: pathname + search,
      headers: { ...headers, host },
      ...(method === 'POST' ? { payload: Buffer.from(body) } : {}),
    });
    const answer = async function* () {
      yield rawPayload;
    };
    const told = answered as Readonly<Record<string, string | string[] | undefined>>;
    const { signal } = new AbortController();
    return ok({ status: statusCode, headers: told, body: answer(), signal });
  };

/** The terminal's own client of central, for its key. */
export const clientFor =
  (clock: Clock, reach: Reach = overLoopback) =>
  (signer: Signer): Central =>
    makeCentralClient({
      app: '1.4.0',
      signer,
      verify: nativeVerify,
      clock,
      random: (bytes) => new Uint8Array(randomBytes(bytes)),
      reach,
    });
