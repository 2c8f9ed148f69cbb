import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { CLIENT, makeServer } from './identity-provider.ts';

/** What is otherwise in what it says than it should be. */
export type Lie = {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly signsWithOtherKey?: boolean;
  readonly algorithm?: 'none';
  readonly status?: number;
};

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** An OpenID provider that lies as it is told; the real one never does. It knows one person. */
export const startLyingProvider = async () => {
  const keys = [0, 1].map(() => generateKeyPairSync('rsa', { modulusLength: 2_048 }));
  let lie: Lie = {};
  let nonce = '';
  const idToken = (issuer: string): string => {
    const now = Math.floor(Date.now() / 1_000);
    const said = { iss: issuer, aud: CLIENT.clientId, sub: 'zoe', nonce, iat: now, exp: now + 60 };
    const claims = { ...said, email: 'zoe@company.example', email_verified: true, ...lie.claims };
    const text = `${encode({ alg: lie.algorithm ?? 'RS256', kid: 'one' })}.${encode(claims)}`;
    const key = keys[lie.signsWithOtherKey ? 1 : 0]?.privateKey;
    if (lie.algorithm === 'none' || key === undefined) return `${text}.`;
    return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
  };
  const server = await makeServer((issuer) => (request, response) => {
    const path = new URL(request.url ?? '/', issuer).pathname;
    const answers: Record<string, () => unknown> = {
      '/.well-known/openid-configuration': () => ({
        issuer,
        authorization_endpoint: `${issuer}/auth`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      }),
      '/jwks': () => ({
        keys: [{ ...keys[0]?.publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256' }],
      }),
      '/token': () => ({ access_token: 'x', token_type: 'bearer', id_token: idToken(issuer) }),
    };
    response.statusCode = path === '/token' ? (lie.status ?? 200) : 200;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answers[path]?.() ?? {}));
  });
  return {
    ...server,
    tell: (next: Lie) => {
      lie = next;
    },
    /** Sends somebody back at once. */
    signIn: (url: string): string => {
      const asked = new URL(url).searchParams;
      nonce = asked.get('nonce') ?? '';
      const back = new URL(asked.get('redirect_uri') ?? '');
      back.searchParams.set('code', randomUUID());
      back.searchParams.set('state', asked.get('state') ?? '');
      return back.href;
    },
  };
};
