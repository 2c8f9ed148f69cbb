import type { Server } from 'node:https';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Certificate, type CertificateFiles, readCertificate } from './certificate.ts';

/** What renews certificates replaces the files some weeks before the old one ends. */
const LOOK_EACH_MS = 30_000;

export type TlsKeeper = {
  /** The certificate that new connections are answered with. */
  readonly current: () => Certificate;
  /** Looks at the files now. */
  readonly look: () => Promise<void>;
  readonly stop: () => void;
};

/**
 * Keeps a TLS server at the certificate that is in its files. Connections that there are go on; new
 * ones have the new certificate. Files that do not fit together, as in the middle of their replacement,
 * change nothing, and are looked at again.
 */
export const keepCertificate = (
  app: Pick<FastifyInstance, 'server' | 'log'>,
  files: CertificateFiles,
  first: Certificate,
): TlsKeeper => {
  let current = first;
  let complained = '';
  const look = async (): Promise<void> => {
    const read = await readCertificate(files);
    if (!read.ok) {
      if (read.error !== complained) app.log.warn({ why: read.error }, 'the certificate stays');
      complained = read.error;
      return;
    }
    complained = '';
    const { cert, key } = read.value.options;
    if (cert === current.options.cert && key === current.options.key) return;
    (app.server as unknown as Server).setSecureContext(read.value.options);
    current = read.value;
    app.log.info({ notAfter: new Date(current.notAfter).toISOString() }, 'a new certificate');
  };
  const timer = setInterval(() => void look(), LOOK_EACH_MS).unref();
  return { current: () => current, look, stop: () => clearInterval(timer) };
};

const YEAR_SECONDS = 31_536_000;

/**
 * Whoever came by https, to central itself or to the trusted proxy before it, is told to come by
 * nothing else from now on (RFC 6797).
 */
export const setStrictTransport = (request: FastifyRequest, reply: FastifyReply): void => {
  if (request.protocol !== 'https') return;
  reply.header('strict-transport-security', `max-age=${YEAR_SECONDS}`);
};

/** Says so with every answer. */
export const registerStrictTransport = (app: FastifyInstance): void => {
  app.addHook('onRequest', async (request, reply) => setStrictTransport(request, reply));
};
