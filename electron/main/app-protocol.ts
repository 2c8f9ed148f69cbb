import { readFile } from 'node:fs/promises';
import { protocol } from 'electron';
import { fileFor, HOST, typeOf } from './page-files.ts';

const SCHEME = 'app';
/** Where the window's page is: a scheme of our own, so that no page is ever a file or a web site. */
export const PAGE = `${SCHEME}://${HOST}/index.html`;

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "media-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Must run before the app is ready. */
export const declareAppProtocol = (): void =>
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);

/** Serves the files of one folder under `app://`, and nothing else. */
export const serveAppProtocol = (folder: string): void => {
  protocol.handle(SCHEME, async (request) => {
    try {
      const path = fileFor(folder, request.url);
      if (path === null) return new Response(null, { status: 404 });
      return new Response(await readFile(path), {
        headers: {
          'content-type': typeOf(path),
          'content-security-policy': POLICY,
          'x-content-type-options': 'nosniff',
        },
      });
    } catch {
      return new Response(null, { status: 404 });
    }
  });
};
