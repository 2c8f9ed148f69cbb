import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { createServer } from 'node:tls';
import { makeAuthority, signServer } from '../../central/src/testing/certificates.ts';

/** What ends TLS in front of a central, as a proxy at a company does. */
export type TlsFront = { readonly url: string; readonly stop: () => Promise<void> };

/** Starts one with a certificate that nobody knows: the browser of a test is told to take it. */
export const startTlsFront = async ({ url }: { readonly url: string }): Promise<TlsFront> => {
  const { hostname, port } = new URL(url);
  const server = createServer(signServer(makeAuthority('Tests'), '127.0.0.1'), (browser) => {
    const central = connect(Number(port), hostname);
    for (const [one, other] of [
      [browser, central],
      [central, browser],
    ] as const) {
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.once('close', () => other.destroy());
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.close();
    },
  };
};
