import type { FastifyReply, FastifyRequest } from 'fastify';

/** `__Host-`: only central's own host can have set it, over a connection that counts as secure. */
const NAME = '__Host-kerbside';
const ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Strict';
const VALUE = new RegExp(`(?:^|;\\s*)${NAME}=([A-Za-z0-9_-]{43})(?:;|$)`);

/** The session's token that a browser sent; null if it sent none. */
export const readSessionCookie = ({ headers }: Pick<FastifyRequest, 'headers'>): string | null =>
  VALUE.exec(headers.cookie ?? '')?.[1] ?? null;

/** Gives a browser its session's token. It forgets it when it is closed. */
export const setSessionCookie = (reply: FastifyReply, token: string): void => {
  reply.header('set-cookie', `${NAME}=${token}; ${ATTRIBUTES}`);
};

export const clearSessionCookie = (reply: FastifyReply): void => {
  reply.header('set-cookie', `${NAME}=; Max-Age=0; ${ATTRIBUTES}`);
};
