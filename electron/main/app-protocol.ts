import { readFile } from 'node:fs/promises';
import { extname, resolve, sep } from 'node:path';
import { protocol } from 'electron';

const SCHEME = 'app';
const HOST = 'kerbside';
/** Where the window's page is: a scheme of our own, so that no page is ever a file or a web site. */
export const PAGE = `${SCHEME}://${HOST}/index.html`;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.wav': 'audio/wav',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

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

/** The file for a request's URL, or null if it is not one of the folder's files. */
export const fileFor = (folder: string, url: string): string | null => {
  const { host, pathname } = new URL(url);
  if (host !== HOST) return null;
  const path = resolve(folder, `.${decodeURIComponent(pathname)}`);
  return path.startsWith(folder + sep) && extname(path) in TYPES ? path : null;
};

/** Serves the files of one folder under `app://`, and nothing else. */
export const serveAppProtocol = (folder: string): void => {
  protocol.handle(SCHEME, async (request) => {
    try {
      const path = fileFor(folder, request.url);
      if (path === null) return new Response(null, { status: 404 });
      return new Response(await readFile(path), {
        headers: {
          'content-type': TYPES[extname(path)] ?? '',
          'content-security-policy': POLICY,
          'x-content-type-options': 'nosniff',
        },
      });
    } catch {
      return new Response(null, { status: 404 });
    }
  });
};
