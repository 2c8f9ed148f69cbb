import type { FastifyReply, FastifyRequest } from 'fastify';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** A cookie of central's: its name, and who sends it when. */
type Cookie = { readonly name: string; readonly attributes: string };

/**
 * `__Host-`: only central's own host can have set it, by https. Where central is tried out on one's own
 * machine, by http, browsers keep no such cookie; anywhere else, nobody signs in without https.
 */
const cookie = (name: string, sameSite: 'Strict' | 'Lax', publicUrl: string): Cookie => {
  const { protocol, hostname } = new URL(publicUrl);
  const attributes = `HttpOnly; SameSite=${sameSite}`;
  return protocol === 'http:' && LOOPBACK.has(hostname)
    ? { name, attributes: `Path=/; ${attributes}` }
    : { name: `__Host-${name}`, attributes: `Path=/; Secure; ${attributes}` };
};

/** The cookie of a session. */
export const sessionCookie = (publicUrl: string): Cookie => cookie('kerbside', 'Strict', publicUrl);

/** Of a sign-in that goes on elsewhere: whoever comes back from there comes from another site. */
export const flowCookie = (publicUrl: string): Cookie => cookie('kerbside-flow', 'Lax', publicUrl);

/** A cookie's value as a browser sent it; null if it sent none. */
export const readCookie = (
  { headers }: Pick<FastifyRequest, 'headers'>,
  { name }: Cookie,
): string | null => {
  const value = new RegExp(`(?:^|;\\s*)${name}=([A-Za-z0-9_-]{1,2000})(?:;|$)`);
  return value.exec(headers.cookie ?? '')?.[1] ?? null;
};

/** Gives a browser a cookie. It forgets it when it is closed. */
export const setCookie = (
  reply: FastifyReply,
  { name, attributes }: Cookie,
  value: string,
): void => {
  reply.header('set-cookie', `${name}=${value}; ${attributes}`);
};

/** Whether an answer gives a browser a session. */
export const givesSession = (
  reply: Pick<FastifyReply, 'getHeader'>,
  publicUrl: string,
): boolean => {
  const given = [reply.getHeader('set-cookie') ?? []].flat();
  if (given.length === 0) return false;
  const { name } = sessionCookie(publicUrl);
  return given.some(
    (one) => String(one).startsWith(`${name}=`) && !String(one).startsWith(`${name}=;`),
  );
};

export const clearCookie = (reply: FastifyReply, { name, attributes }: Cookie): void => {
  reply.header('set-cookie', `${name}=; Max-Age=0; ${attributes}`);
};
