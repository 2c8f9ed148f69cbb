import { createHmac, hkdfSync } from 'node:crypto';
import type { Ports } from '../ports.ts';

type Keys = Pick<Ports['keys'], 'signIn'>;

/** What the key of sign-ins is used for, each with a key of its own. */
type Use = 'password' | 'recovery-code' | 'limit' | 'authenticator' | 'challenge' | 'provider';

/** The key of one use, of 32 bytes (HKDF with SHA-256, RFC 5869). */
export const keyFor = ({ signIn }: Keys, use: Use): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', signIn, '', `kerbside/v1/sign-in/${use}`, 32));

/** A keyed hash: who has the database alone can neither guess what it is of, nor make one. */
export const keyedHash = (keys: Keys, use: Use, text: string): Buffer =>
  createHmac('sha256', keyFor(keys, use)).update(text).digest();
