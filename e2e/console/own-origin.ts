import { createServer } from 'node:net';

/**
 * A port that is free, and central's address there under a name: passkeys are for names, and an identity
 * provider sends people back to an address that it was told before.
 */
export const freeOrigin = async (): Promise<{ readonly port: number; readonly url: string }> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('there is no port');
  return { port: address.port, url: `http://localhost:${address.port}` };
};
