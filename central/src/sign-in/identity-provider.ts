import * as oidc from 'openid-client';
import { z } from 'zod';
import { err, ok, type Result } from '../../../shared/result.ts';
import { MINUTE, SECOND } from '../clock.ts';
import type { Database } from '../database/pool.ts';
import type { IdentityProvider } from '../ports.ts';
import { databaseTime } from './authenticator.ts';

/** What the provider says of somebody. */
export type Identity = {
  readonly issuer: string;
  readonly subject: string;
  /** Only one that the provider vouches for. */
  readonly email: string | null;
};

/** What a sign-in at the provider began with, and is held to at its end. */
export type Flow = { readonly state: string; readonly nonce: string; readonly verifier: string };

/** Where somebody must show it anew who they are: the provider's word of before this is none. */
const SHOWN_WITHIN_SECONDS = 5 * 60;

export type ProviderProblem = 'provider-away' | 'provider-refused';

/** What the provider says of itself is asked anew after this. */
const KNOWN_MS = 10 * MINUTE;
const PATIENCE_SECONDS = 10;

type Known = { readonly config: oidc.Configuration; readonly until: number };
const known = new WeakMap<IdentityProvider, Known>();

/** Whether it did not answer, rather than answer wrongly: that passes by itself. */
const isAway = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  const { cause } = error;
  const isBroken = cause instanceof Response && cause.status >= 500;
  return error.message === 'fetch failed' || code === 'OAUTH_TIMEOUT' || isBroken;
};

const attempt = async <T>(act: () => Promise<T>): Promise<Result<T, ProviderProblem>> => {
  try {
    return ok(await act());
  } catch (error) {
    return err(isAway(error) ? 'provider-away' : 'provider-refused');
  }
};

/** How far this process is from the database's clock, in seconds: what is said of times goes by that. */
const skewOf = async (db: Database): Promise<number> =>
  Math.round(((await databaseTime(db)) - Date.now()) / SECOND);

const configure = async (db: Database, provider: IdentityProvider): Promise<oidc.Configuration> => {
  const before = known.get(provider);
  if (before !== undefined && before.until > performance.now()) return before.config;
  const issuer = new URL(provider.issuer);
  const config = await oidc.discovery(
    issuer,
    provider.clientId,
    { [oidc.clockSkew]: await skewOf(db), [oidc.clockTolerance]: 30 },
    oidc.ClientSecretBasic(provider.clientSecret),
    {
      timeout: PATIENCE_SECONDS,
      // The signature is checked although the token comes over TLS.
      execute: [
        oidc.enableNonRepudiationChecks,
        ...(issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : []),
      ],
    },
  );
  known.set(provider, { config, until: performance.now() + KNOWN_MS });
  return config;
};

/**
 * Where somebody is sent to sign in, and what they are held to when they come back. `anew`: the
 * provider asks them although it knows them.
 */
export const beginAtProvider = (
  db: Database,
  provider: IdentityProvider,
  redirectUri: string,
  anew = false,
): Promise<Result<{ readonly url: string; readonly flow: Flow }, ProviderProblem>> =>
  attempt(async () => {
    const config = await configure(db, provider);
    const verifier = oidc.randomPKCECodeVerifier();
    const flow = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier };
    const url = oidc.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope: 'openid email',
      state: flow.state,
      nonce: flow.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...(anew ? { prompt: 'login', max_age: String(SHOWN_WITHIN_SECONDS) } : {}),
    });
    return { url: url.href, flow };
  });

const claims = z.object({
  iss: z.string(),
  sub: z.string().min(1).max(255),
  email: z.string().optional(),
  email_verified: z.boolean().optional(),
});

/**
 * Who came back from the provider, by the address that they came back to. Issuer, audience, nonce,
 * state, times, signature and code verifier are checked by the library.
 */
export const endAtProvider = (
  db: Database,
  provider: IdentityProvider,
  address: string,
  { state, nonce, verifier }: Flow,
  anew = false,
): Promise<Result<Identity, ProviderProblem>> =>
  attempt(async () => {
    const config = await configure(db, provider);
    const tokens = await oidc.authorizationCodeGrant(config, new URL(address), {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: verifier,
      idTokenExpected: true,
      ...(anew ? { maxAge: SHOWN_WITHIN_SECONDS } : {}),
    });
    const said = claims.parse(tokens.claims());
    const email = said.email_verified === true ? (said.email ?? null) : null;
    return { issuer: said.iss, subject: said.sub, email };
  });
