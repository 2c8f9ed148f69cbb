import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Where `npm run central` builds it. */
export const BUILT_PAGE = join(import.meta.dirname, '..', '..', '..', 'out', 'customer-page');

/** A file that is served as it is. */
type ServedFile = { readonly body: Buffer; readonly gzip: Buffer; readonly etag: string };

/** The customer's page: one file with all that it needs, and the worker that keeps it for offline. */
export type CustomerPage = {
  readonly html: ServedFile;
  readonly worker: ServedFile;
  /** Its Content-Security-Policy: it may run the scripts and styles that stand in it, and no other. */
  readonly policy: string;
};

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

const sha256 = (contents: string | Buffer): string =>
  createHash('sha256').update(contents).digest('base64');

const served = (body: Buffer): ServedFile => ({
  body,
  gzip: gzipSync(body, { level: 9 }),
  // Weak: it is of the contents, compressed or not.
  etag: `W/"${sha256(body)}"`,
});

/** The sources that a policy names, for what stands in each element of a name. */
const hashesOf = (html: string, element: 'script' | 'style'): string =>
  [...html.matchAll(new RegExp(`<${element}[^>]*>([^]*?)</${element}>`, 'g'))]
    .map(([, contents = '']) => `'sha256-${sha256(contents)}'`)
    .join(' ');

const policyOf = (html: string): string =>
  [
    "default-src 'none'",
    `script-src ${hashesOf(html, 'script')}`,
    `style-src ${hashesOf(html, 'style')}`,
    'img-src data:',
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types worker',
  ].join('; ');

/** Reads the built page; null if it was not built. */
export const readCustomerPage = async (folder: string): Promise<CustomerPage | null> => {
  try {
    const [html, worker] = await Promise.all(
      ['index.html', 'worker.js'].map((name) => readFile(join(folder, name))),
    );
    if (html === undefined || worker === undefined) return null;
    return { html: served(html), worker: served(worker), policy: policyOf(html.toString()) };
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
};
