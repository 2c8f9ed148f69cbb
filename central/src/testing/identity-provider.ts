/// <reference path="./npm-oidc-provider.d.ts" />
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

export const CLIENT = { clientId: 'kerbside', clientSecret: 'of-the-client-0123456789' } as const;

/** Somebody whom the provider knows. */
export type Account = {
  readonly sub: string;
  readonly email: string;
  readonly isVerified: boolean;
};

export type TestIdentityProvider = {
  readonly issuer: string;
  /** Signs somebody in there, as their browser does; gives the address that it is sent back to. */
  readonly signIn: (url: string, account: Account) => Promise<string>;
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
};

/** A server on a port that it keeps when it is stopped and started again. */
export const makeServer = async (make: (issuer: string) => RequestListener) => {
  let server: Server;
  let port = 0;
  const start = async (): Promise<void> => {
    let listener: RequestListener = (_request, response) => response.end();
    server = createServer((request, response) => listener(request, response));
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
    listener = make(`http://127.0.0.1:${port}`);
  };
  await start();
  return {
    issuer: `http://127.0.0.1:${port}`,
    start,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

/** A real OpenID provider (npm `oidc-provider`) with one client: central, under some addresses. */
export const startIdentityProvider = async (
  redirectUris: readonly string[],
): Promise<TestIdentityProvider> => {
  const accounts = new Map<string, Account>();
  const server = await makeServer((issuer) =>
    new Provider(issuer, {
      clients: [
        {
          client_id: CLIENT.clientId,
          client_secret: CLIENT.clientSecret,
          redirect_uris: redirectUris,
        },
      ],
      claims: { openid: ['sub'], email: ['email', 'email_verified'] },
      conformIdTokenClaims: false,
      ttl: { AccessToken: 60, IdToken: 60, Interaction: 60, Session: 60, Grant: 60 },
      pkce: { required: () => true },
      findAccount: (_context: unknown, id: string) => {
        const { sub = id, email, isVerified } = accounts.get(id) ?? {};
        return { accountId: sub, claims: () => ({ sub, email, email_verified: isVerified }) };
      },
    }).callback(),
  );
  return {
    ...server,
    signIn: async (url, account) => {
      accounts.set(account.sub, account);
      const cookies = new Map<string, string>();
      let next = url;
      let form: string | null = null;
      for (let step = 0; step < 12; step++) {
        if (!next.startsWith(server.issuer)) return next;
        const answer: Response = await fetch(next, {
          redirect: 'manual',
          method: form === null ? 'GET' : 'POST',
          headers: {
            cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
            ...(form === null ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
          },
          ...(form === null ? {} : { body: form }),
        });
        for (const set of answer.headers.getSetCookie()) {
          const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
          cookies.set(name, value);
        }
        form = null;
        const to = answer.headers.get('location');
        if (to !== null) {
          next = new URL(to, next).href;
          continue;
        }
        const page: string = await answer.text();
        const [, action] = /action="([^"]+)"/.exec(page) ?? [];
        if (action === undefined) throw new Error(`the provider says: ${page.slice(0, 300)}`);
        next = new URL(action, next).href;
        const isLogin: boolean = page.includes('name="login"');
        form = isLogin ? `prompt=login&login=${account.sub}&password=x` : 'prompt=consent';
      }
      throw new Error('the provider leads nowhere');
    },
  };
};
