import { base32nopad } from '@scure/base';
import { totpCode } from '../../../shared/protocol/schemes/oath/totp.ts';
import type { TestCentral } from './test-central.ts';

const step = (): number => Math.floor(Date.now() / 30_000);

/** What an authenticator app shows for a seed, some steps of 30 seconds from now. */
export const codeOf = (secret: string, steps = 0): string => {
  return Buffer.from(totpCode('SHA1', base32nopad.decode(secret), step() + steps, 6)).toString();
};

/** Runs what goes by the present step once more if that ended meanwhile: it can happen to anybody. */
export const inOneStep = async (act: () => Promise<void>): Promise<void> => {
  const before = step();
  try {
    await act();
  } catch (error) {
    if (step() === before) throw error;
    await act();
  }
};

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH';
type Answer = {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every form.
  readonly body: any;
};

/**
 * A browser as central sees one: it keeps one cookie, under either of its names, and says that its page
 * is central's own.
 */
export type Browser = {
  readonly ask: (
    method: Method,
    path: string,
    body?: unknown,
    more?: Readonly<Record<string, string>>,
  ) => Promise<Answer>;
  /** The value of its cookie; '' without one. */
  readonly cookie: () => string;
};

/** A browser without a cookie, or with one that it got somewhere. */
export const makeBrowser = (url: string, cookie = ''): Browser => {
  let kept = cookie;
  return {
    cookie: () => kept,
    ask: async (method, path, body, more = {}) => {
      const answer = await fetch(url + path, {
        method,
        headers: {
          'sec-fetch-site': 'same-origin',
          ...(kept === '' ? {} : { cookie: `kerbside=${kept}; __Host-kerbside=${kept}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...more,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      for (const set of answer.headers.getSetCookie()) {
        kept = /^(?:__Host-)?kerbside=([^;]*)/.exec(set)?.[1] ?? kept;
      }
      const { status, headers } = answer;
      const isJson = /json/.test(headers.get('content-type') ?? '');
      return { status, headers, body: isJson ? await answer.json() : await answer.text() };
    },
  };
};

export type Person = {
  readonly id: string;
  readonly name: string;
  readonly password: string;
  /** Of the authenticator app. */
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
  /** Where they set it up, and are signed in. */
  readonly browser: Browser;
};

const PASSWORD = 'lamp-hamster-violet-93';

/** The token in a set-up link. */
export const tokenOf = (link: string): string => link.slice(link.indexOf('#') + 1);

/** Sets up how somebody signs in by a link, as the console's page does. */
export const followLink = async (
  url: string,
  link: string,
  name: string | null = null,
  password = PASSWORD,
): Promise<Person> => {
  const browser = makeBrowser(url);
  const token = tokenOf(link);
  const begun = await browser.ask('POST', '/v1/set-up/begin', { token });
  if (begun.status !== 200) throw new Error(`the link is refused: ${begun.body.type}`);
  const { secret } = begun.body.authenticator;
  const asked = { token, name, password, code: codeOf(secret) };
  const done = await browser.ask('POST', '/v1/set-up', asked);
  if (done.status !== 201) throw new Error(`the set-up is refused: ${done.body.type}`);
  const { id, name: called } = (await browser.ask('GET', '/v1/me')).body;
  const { recoveryCodes } = done.body;
  return { id, name: called, password, secret, recoveryCodes, browser };
};

type Grants = readonly { readonly name: string; readonly depot?: string }[];

/** Adds a colleague, who follows the link that they are given. */
export const addPerson = async (
  central: Pick<TestCentral, 'url' | 'staff'>,
  name: string,
  grants: Grants,
): Promise<Person> => {
  const added = await central.staff('POST', '/v1/operators', { name, kind: 'person', grants });
  if (added.status !== 201) throw new Error(`the person is refused: ${added.body.type}`);
  const invited = await central.staff('POST', `/v1/operators/${added.body.id}/invite`);
  return followLink(central.url, invited.body.link);
};

/** Where the database's clock stands in what it says of keys, sessions and links. */
const TIMES = {
  operator_key: ['created_at', 'expires_at', 'last_used_at'],
  operator_session: ['created_at', 'last_used_at', 'expires_at', 'rotated_at', 'proved_at'],
  operator_session_token: ['made_at', 'used_at', 'superseded_at'],
  set_up_link: ['created_at', 'expires_at'],
  sign_in_limit: ['filled_at'],
  sign_in_trouble: ['noted_at'],
} as const;

/**
 * Lets time pass for keys, sessions and links, which go by the database's clock: nobody can set that,
 * so everything that happened is made to have happened earlier.
 */
export const passTime = async (
  { ports }: { readonly ports: Pick<TestCentral['ports'], 'pool'> },
  ms: number,
): Promise<void> => {
  for (const [table, columns] of Object.entries(TIMES)) {
    const earlier = columns.map((one) => `${one} = ${one} - $1 * interval '1 ms'`);
    await ports.pool.query(`update ${table} set ${earlier.join(', ')}`, [ms]);
  }
};

/** Their next code is good whatever was used before: tests sign in more often than twice a minute. */
export const forgetSteps = async ({
  ports,
}: {
  readonly ports: Pick<TestCentral['ports'], 'pool'>;
}): Promise<void> => {
  await ports.pool.query('update operator_totp set last_step = 0');
};
