import { ADDRESSES } from '../../central/src/console/console-routes.ts';
import { type Answer, type Asked, judgeHeaders } from './judge-headers.ts';

/** Addresses that no document describes: pages, their files, and what watches a process. */
const PAGES = [
  ...ADDRESSES.map((one) => one.replace(/:\w+|\*/g, '1')),
  '/c',
  '/c/',
  '/c/worker.js',
];
const OTHERS = [
  ...['/healthz', '/readyz', '/metrics', '/openapi.json', '/docs', '/docs/start.js'],
  ...['/docs/swagger-ui.css', '/docs/swagger-ui-bundle.js'],
  ...['/nowhere', '/v1/nowhere', '/console/nowhere.js', '/v1/%zz', '/%3Cscript%3E'],
];
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
/** What an attacker's page would send with each of its requests. */
const FOREIGN = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
const UNKNOWN = '3f0c9a52-6d3b-4b7e-9a54-0f6d2b1c7e11';
const READER = 'text/html,*/*;q=0.8';
/** What a page loads: its own scripts, styles and fonts. */
const LOADED = /(?:src|href)="(\/[^"#]+)"/g;

type Document = { readonly paths: Readonly<Record<string, object>> };

/** What was found wrong, each with where; and how many answers were looked at. */
export type Checked = {
  readonly faults: readonly string[];
  readonly answers: number;
  /** How many of them were pages. */
  readonly pages: number;
};

/**
 * Asks for every path of a central, by every method, as a page of another site would and as a reader,
 * and looks at the headers of what comes. Nothing is done by it: it shows no key and no cookie.
 * `headers` go with each request, as a proxy's do; `isSecure`: central takes them for requests by https.
 */
export const checkRoutes = async (
  url: string,
  headers: Readonly<Record<string, string>> = {},
  isSecure = url.startsWith('https:'),
): Promise<Checked> => {
  const faults = new Set<string>();
  let answers = 0;
  let pages = 0;
  const ask = async (
    asked: Omit<Asked, 'isSecure'>,
    more: Record<string, string>,
  ): Promise<Answer> => {
    const { method, path } = asked;
    const answer = await fetch(url + path, {
      method,
      headers: { ...headers, ...more },
      redirect: 'manual',
    });
    const seen = { status: answer.status, headers: answer.headers, body: await answer.text() };
    answers++;
    if (seen.status === 200 && /^text\/html/.test(answer.headers.get('content-type') ?? ''))
      pages++;
    for (const fault of judgeHeaders(seen, { ...asked, isSecure })) {
      faults.add(`${method} ${path}: ${answer.status}, ${fault}`);
    }
    if (answer.status >= 500 && answer.status !== 503)
      faults.add(`${method} ${path}: ${answer.status}`);
    if (seen.body.includes('<script>alert'))
      faults.add(`${method} ${path}: says again what was sent`);
    return seen;
  };
  const document = (await (await fetch(`${url}/openapi.json`, { headers })).json()) as Document;
  const described = Object.keys(document.paths).map((path) => path.replace(/\{\w+\}/g, UNKNOWN));
  const loaded = new Set<string>();
  for (const path of PAGES) {
    const { body } = await ask({ method: 'GET', path }, { accept: READER });
    for (const [, file = ''] of body.matchAll(LOADED)) loaded.add(file);
  }
  for (const path of [...described, ...PAGES, ...OTHERS, ...loaded]) {
    for (const method of METHODS) {
      await ask({ method, path }, FOREIGN);
      if (method === 'GET') await ask({ method, path: `${path}?a=<script>alert(1)` }, {});
    }
  }
  return { faults: [...faults], answers, pages };
};
