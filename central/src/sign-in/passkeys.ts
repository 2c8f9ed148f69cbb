import { isIP } from 'node:net';
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  type VerifiedAuthenticationResponse,
  type VerifiedRegistrationResponse,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { Instant } from '../../../shared/protocol/ids.ts';
import { MINUTE } from '../clock.ts';
import { brokenUnique, type Database, type Transaction } from '../database/pool.ts';
import type { Ports } from '../ports.ts';
import { makeChallenge, takeChallenge } from './challenges.ts';

type Context = Pick<Ports, 'keys' | 'publicUrl'>;

/** How long somebody may take to touch their authenticator. */
const TIMEOUT = 2 * MINUTE;

/** EdDSA, ES256, RS256 (RFC 9053, RFC 8812): what authenticators have. */
const ALGORITHMS = [-8, -7, -257];

/** Whom passkeys are for: central's public host. */
type RelyingParty = { readonly id: string; readonly origin: string };

/** An address is no name that a passkey can be for; on central's own machine there is `localhost`. */
export const relyingPartyOf = (publicUrl: string): RelyingParty | null => {
  const url = new URL(publicUrl);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) === 0) return { id: host, origin: url.origin };
  if (host !== '127.0.0.1' && host !== '::1') return null;
  url.hostname = 'localhost';
  return { id: 'localhost', origin: url.origin };
};

export type PasskeyView = {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Instant;
  readonly lastUsedAt: Instant | null;
};

type Passkey = {
  readonly id: string;
  readonly operator: string;
  readonly publicKey: Buffer;
  readonly counter: number;
};

export const listPasskeys = async (db: Database, operator: string): Promise<PasskeyView[]> =>
  (
    await db.query<PasskeyView>(
      `select id, name, created_at as "createdAt", last_used_at as "lastUsedAt"
       from operator_passkey where operator = $1 order by created_at, id`,
      [operator],
    )
  ).rows;

/** What a browser is asked to make a passkey for somebody by; null where passkeys cannot be. */
export const askForNewPasskey = async (
  { keys, publicUrl }: Context,
  db: Database,
  person: { readonly id: string; readonly name: string },
): Promise<PublicKeyCredentialCreationOptionsJSON | null> => {
  const party = relyingPartyOf(publicUrl());
  if (party === null) return null;
  return generateRegistrationOptions({
    rpName: 'Kerbside',
    rpID: party.id,
    userName: person.name,
    userDisplayName: person.name,
    userID: new Uint8Array(Buffer.from(person.id)),
    challenge: await makeChallenge(db, keys, `add ${person.id}`),
    timeout: TIMEOUT,
    attestationType: 'none',
    supportedAlgorithmIDs: ALGORITHMS,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    excludeCredentials: (await listPasskeys(db, person.id)).map(({ id }) => ({ id })),
  });
};

/** The challenge that a browser says it had answered; '' if it says none. */
const challengeIn = (clientDataJson: string): string => {
  try {
    const said: unknown = JSON.parse(Buffer.from(clientDataJson, 'base64url').toString());
    return String((said as { readonly challenge?: unknown }).challenge ?? '');
  } catch {
    return '';
  }
};

/** What the library says of a response that is wrong is for nobody: it is wrong. */
const orNull = <T extends { readonly verified: boolean }>(judged: Promise<T>): Promise<T | null> =>
  judged.then(
    (one) => (one.verified ? one : null),
    () => null,
  );

/** A passkey that a browser made for somebody; null if anything about it is wrong. */
export const judgeNewPasskey = async (
  { keys, publicUrl }: Context,
  tx: Transaction,
  person: string,
  response: RegistrationResponseJSON,
): Promise<NonNullable<VerifiedRegistrationResponse['registrationInfo']>['credential'] | null> => {
  const party = relyingPartyOf(publicUrl());
  const challenge = challengeIn(response.response.clientDataJSON);
  if (party === null || !(await takeChallenge(tx, keys, `add ${person}`, challenge))) return null;
  const judged = await orNull(
    verifyRegistrationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    }),
  );
  return judged?.registrationInfo?.credential ?? null;
};

/** Keeps a passkey for somebody; false if there is one of its id. */
export const putPasskey = async (
  tx: Transaction,
  operator: string,
  name: string,
  {
    id,
    publicKey,
    counter,
    transports,
  }: {
    readonly id: string;
    readonly publicKey: Uint8Array;
    readonly counter: number;
    readonly transports?: readonly string[];
  },
): Promise<boolean> => {
  await tx.query('savepoint passkey');
  try {
    await tx.query(
      `insert into operator_passkey (id, operator, name, public_key, counter, transports)
       values ($1, $2, $3, $4, $5, $6)`,
      [id, operator, name, publicKey, counter, transports ?? []],
    );
    return true;
  } catch (error) {
    if (brokenUnique(error) !== 'operator_passkey_pkey') throw error;
    await tx.query('rollback to savepoint passkey');
    return false;
  }
};

/** What a browser is asked for whichever passkey of central's it has; null where there cannot be. */
export const askForPasskey = async (
  { keys, publicUrl }: Context,
  db: Database,
): Promise<PublicKeyCredentialRequestOptionsJSON | null> => {
  const party = relyingPartyOf(publicUrl());
  if (party === null) return null;
  return generateAuthenticationOptions({
    rpID: party.id,
    challenge: await makeChallenge(db, keys, 'sign-in'),
    timeout: TIMEOUT,
    userVerification: 'required',
  });
};

const lockPasskey = async (tx: Transaction, id: string): Promise<Passkey | null> =>
  (
    await tx.query<Passkey>(
      `select id, operator, public_key as "publicKey", counter from operator_passkey
       where id = $1 for update`,
      [id],
    )
  ).rows[0] ?? null;

const judge = (
  party: RelyingParty,
  response: AuthenticationResponseJSON,
  { id, publicKey, counter }: Passkey,
): Promise<VerifiedAuthenticationResponse | null> =>
  orNull(
    verifyAuthenticationResponse({
      response,
      expectedChallenge: challengeIn(response.response.clientDataJSON),
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      credential: { id, publicKey: new Uint8Array(publicKey), counter },
      requireUserVerification: true,
    }),
  );

/** Whose passkey this response is by; null if anything about it is wrong. Its counter is kept. */
export const usePasskey = async (
  { keys, publicUrl }: Context,
  tx: Transaction,
  response: AuthenticationResponseJSON,
): Promise<string | null> => {
  const party = relyingPartyOf(publicUrl());
  const challenge = challengeIn(response.response.clientDataJSON);
  if (party === null || !(await takeChallenge(tx, keys, 'sign-in', challenge))) return null;
  const passkey = await lockPasskey(tx, response.id);
  if (passkey === null) return null;
  const judged = await judge(party, response, passkey);
  const handle = response.response.userHandle;
  const isWhose = handle === Buffer.from(passkey.operator).toString('base64url');
  if (judged === null || !isWhose) return null;
  await tx.query('update operator_passkey set counter = $2, last_used_at = now() where id = $1', [
    passkey.id,
    judged.authenticationInfo.newCounter,
  ]);
  return passkey.operator;
};
