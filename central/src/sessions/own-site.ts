import type { FastifyRequest } from 'fastify';

/** Another page's `fetch`, form or link; `none` is what somebody typed or bookmarked. */
const FOREIGN = new Set(['cross-site', 'same-site']);

const isOwnOrigin = (origin: string, host: string | undefined, publicUrl: string): boolean => {
  if (!URL.canParse(origin)) return false;
  const { host: said } = new URL(origin);
  return said === host || origin === new URL(publicUrl).origin;
};

const saysForeign = ({ headers }: FastifyRequest, publicUrl: string): boolean => {
  const site = headers['sec-fetch-site'];
  if (typeof site === 'string') return FOREIGN.has(site);
  const { origin } = headers;
  return origin !== undefined && !isOwnOrigin(origin, headers.host, publicUrl);
};

const READS = new Set(['GET', 'HEAD']);

/**
 * Whether a request with a session's cookie comes from a page of central's own. What changes
 * something must say so, by `Sec-Fetch-Site` or else by `Origin`: every browser does.
 */
export const isFromOwnPage = (request: FastifyRequest, publicUrl: string): boolean => {
  if (saysForeign(request, publicUrl)) return false;
  if (READS.has(request.method)) return true;
  const { origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  return site === undefined ? origin !== undefined : site === 'same-origin';
};

/** The same for a request that needs no session: a program says nothing of a page, and may ask. */
export const isFromNoOtherPage = (request: FastifyRequest, publicUrl: string): boolean =>
  !saysForeign(request, publicUrl);
