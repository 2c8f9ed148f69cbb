/** An answer as a browser sees it. */
export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
};

/** How it was asked for. */
export type Asked = {
  readonly method: string;
  readonly path: string;
  /** Whether whoever asked came by https. */
  readonly isSecure: boolean;
};

const typeOf = ({ headers }: Answer): string => headers.get('content-type')?.split(';')[0] ?? '';

/** The directives of a policy, each with its sources. */
const directivesOf = (policy: string): ReadonlyMap<string, readonly string[]> =>
  new Map(
    policy
      .split(';')
      .map((one) => one.trim().split(/\s+/))
      .map(([name = '', ...sources]) => [name, sources]),
  );

/** Swagger UI writes HTML itself. What it shows is central's own description, and nothing that anybody sent. */
const isWithoutTrustedTypes = (path: string): boolean => path.split('?')[0] === '/docs';

const judgePolicy = (answer: Answer, { path }: Asked): string[] => {
  const policy = answer.headers.get('content-security-policy') ?? '';
  const has = directivesOf(policy);
  const faults: string[] = [];
  const mustBe = (directive: string, source: string): void => {
    if (has.get(directive)?.join(' ') !== source) faults.push(`${directive} is not ${source}`);
  };
  mustBe('default-src', "'none'");
  mustBe('frame-ancestors', "'none'");
  if (typeOf(answer) === 'text/html') {
    mustBe('base-uri', "'none'");
    mustBe('form-action', "'none'");
    if (!isWithoutTrustedTypes(path)) mustBe('require-trusted-types-for', "'script'");
  }
  const sources = [...has.values()].flat();
  for (const source of sources) {
    const isWide = /^'unsafe-|^\*|^https?:|^http$/.test(source);
    if (isWide) faults.push(`the policy lets in ${source}`);
  }
  return faults;
};

/** A `__Host-` cookie is set by central's own host alone, by https, for all of it. */
const judgeCookie = (cookie: string, isSecure: boolean): string[] => {
  const [pair = '', ...attributes] = cookie.split(';').map((one) => one.trim().toLowerCase());
  const has = (attribute: string): boolean => attributes.includes(attribute);
  const faults: string[] = [];
  if (!has('httponly')) faults.push('a cookie is read by scripts');
  if (!has('path=/')) faults.push('a cookie has another path');
  if (!has('samesite=strict') && !has('samesite=lax')) faults.push('a cookie goes with any site');
  if (attributes.some((one) => one.startsWith('domain')))
    faults.push('a cookie is other hosts’ too');
  if (isSecure && !(pair.startsWith('__host-') && has('secure'))) {
    faults.push('a cookie is not bound to this host by https');
  }
  return faults;
};

const mustSay = (answer: Answer, header: string, value: string): string[] =>
  answer.headers.get(header) === value ? [] : [`${header} is not ${value}`];

/** What may be kept: files whose content is the same for everybody. */
const isPublicFile = (path: string): boolean => /^\/(?:c|docs|console)(?:\/|$)/.test(path);
const isPage = (answer: Answer): boolean => typeOf(answer) === 'text/html';

const judgeCache = (answer: Answer, { path }: Asked): string[] => {
  const cache = answer.headers.get('cache-control') ?? '';
  if (answer.status < 400 && isPublicFile(path)) return [];
  if (isPage(answer) && cache === 'no-cache') return [];
  return cache === 'no-store' ? [] : [`it may be kept (cache-control: ${cache})`];
};

/** What is wrong with an answer's headers, whatever it answers; sentences. */
export const judgeHeaders = (answer: Answer, asked: Asked): readonly string[] => {
  const { headers } = answer;
  const faults = [
    ...mustSay(answer, 'x-content-type-options', 'nosniff'),
    ...mustSay(answer, 'referrer-policy', 'no-referrer'),
    ...mustSay(answer, 'cross-origin-resource-policy', 'same-origin'),
    ...judgePolicy(answer, asked),
    ...judgeCache(answer, asked),
    ...headers.getSetCookie().flatMap((cookie) => judgeCookie(cookie, asked.isSecure)),
  ];
  for (const [name] of headers) {
    if (name.startsWith('access-control-')) faults.push(`another site may read it (${name})`);
    if (name === 'server' || name === 'x-powered-by')
      faults.push(`it says what runs here (${name})`);
  }
  if (isPage(answer)) faults.push(...mustSay(answer, 'cross-origin-opener-policy', 'same-origin'));
  // What is no request says nothing of the proxy that it came by.
  const isRequest = !asked.path.includes('%zz');
  if (
    asked.isSecure &&
    isRequest &&
    !/max-age=\d{8}/.test(headers.get('strict-transport-security') ?? '')
  ) {
    faults.push('a browser may come by http the next time');
  }
  const isRefusal = answer.status >= 400 && !isPage(answer);
  if (isRefusal && asked.method !== 'HEAD' && typeOf(answer) !== 'application/problem+json') {
    faults.push(`refused with ${typeOf(answer) || 'nothing'}, which is no problem document`);
  }
  if (answer.status === 405 && !/^[A-Z]+(?:, [A-Z]+)*$/.test(headers.get('allow') ?? '')) {
    faults.push('a wrong method, and nothing says which there are');
  }
  return faults;
};
