import { readFileSync } from 'node:fs';
import { protocol } from 'electron';
import { fileFor, HOST, typeOf } from './page-files.ts';

const SCHEME = 'app';
/** A scheme and a host of our own, so that no page is ever a file or a web site. */
export const ORIGIN = `${SCHEME}://${HOST}`;
/** Where the window's page is. */
export const PAGE = `${ORIGIN}/index.html`;
/** What stands in its place when it fails again and again: words alone, and no script. */
export const STOPPED_PAGE = `${ORIGIN}/stopped.html`;

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "media-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
  "webrtc 'block'",
].join('; ');

/** Must run before the app is ready. */
export const declareAppProtocol = (): void =>
  protocol.registerSchemesAsPrivileged([
    {
      scheme: SCHEME,
      // The compiled script is kept in the browser's own folder: the next start is quicker by that.
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);

/** Serves the files of one folder under `app://`, and nothing else. */
export const serveAppProtocol = (folder: string): void => {
  protocol.handle(SCHEME, (request) => {
    try {
      const path = fileFor(folder, request.url);
      if (path === null) return new Response(null, { status: 404 });
      // At once: the files are the app's own and small, and the page waits for each of them.
      return new Response(readFileSync(path), {
        headers: {
          'content-type': typeOf(path),
          'content-security-policy': POLICY,
          'x-content-type-options': 'nosniff',
          'cross-origin-opener-policy': 'same-origin',
          'cross-origin-resource-policy': 'same-origin',
        },
      });
    } catch {
      return new Response(null, { status: 404 });
    }
  });
};
