import type { FastifyReply, FastifyRequest } from 'fastify';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * `__Host-`: only central's own host can have set it, by https. Where central is tried out on one's own
 * machine, by http, browsers keep no such cookie; anywhere else, nobody signs in without https.
 */
const nameOf = (publicUrl: string): { readonly name: string; readonly attributes: string } => {
  const { protocol, hostname } = new URL(publicUrl);
  return protocol === 'http:' && LOOPBACK.has(hostname)
    ? { name: 'kerbside', attributes: 'Path=/; HttpOnly; SameSite=Strict' }
    : { name: '__Host-kerbside', attributes: 'Path=/; Secure; HttpOnly; SameSite=Strict' };
};

/** The session's token that a browser sent; null if it sent none. */
export const readSessionCookie = (
  { headers }: Pick<FastifyRequest, 'headers'>,
  publicUrl: string,
): string | null => {
  const value = new RegExp(`(?:^|;\\s*)${nameOf(publicUrl).name}=([A-Za-z0-9_-]{43})(?:;|$)`);
  return value.exec(headers.cookie ?? '')?.[1] ?? null;
};

/** Gives a browser its session's token. It forgets it when it is closed. */
export const setSessionCookie = (reply: FastifyReply, token: string, publicUrl: string): void => {
  const { name, attributes } = nameOf(publicUrl);
  reply.header('set-cookie', `${name}=${token}; ${attributes}`);
};

export const clearSessionCookie = (reply: FastifyReply, publicUrl: string): void => {
  const { name, attributes } = nameOf(publicUrl);
  reply.header('set-cookie', `${name}=; Max-Age=0; ${attributes}`);
};
