import { createHash, randomBytes } from 'node:crypto';

/** A token of 256 random bits, as it travels: 43 characters of base64url. */
export const makeSecretToken = (): string => randomBytes(32).toString('base64url');

/** Tokens have 256 random bits, so a plain hash of one cannot be reversed by guessing. */
export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest();
