import { randomBytes } from 'node:crypto';
import { MINUTE } from '../../central/src/clock.ts';
import { codeOf, followLink, makeBrowser } from '../../central/src/testing/people.ts';
import type { RunningCentral } from '../../e2e/support/central.ts';

/** Somebody at the depot, for whom browsers of this machine are signed in to the console. */
export type Office = {
  readonly name: string;
  /** Signs a browser in that has these cookies: gives the one for it, as central would set it. */
  readonly letIn: (cookies: string) => Promise<string>;
};

/** Who presses twice means one session: for so long after it was given. */
const SAME_SESSION_MS = MINUTE;

/**
 * Gives each browser a session of its own: one that two have is over once central has exchanged its
 * token for one of them. `has` is the session that the browser has, if any; `first` is nobody's yet.
 */
export const keepSessions = (
  first: string,
  signIn: () => Promise<string>,
  now: () => number,
): ((has: string | null) => Promise<string>) => {
  let unused: string | null = first;
  const given = new Map<string, number>();
  return async (has) => {
    const at = has === null ? undefined : given.get(has);
    if (has !== null && at !== undefined && now() - at < SAME_SESSION_MS) return has;
    const own = unused;
    unused = null;
    const session = own ?? (await signIn());
    if (session === '') throw new Error('The console could not be opened. Try again in a minute.');
    given.set(session, now());
    return session;
  };
};

/** Makes the first admin, whose password is nobody's to type. */
export const openOffice = async (
  { url, setUpLink }: Pick<RunningCentral, 'url' | 'setUpLink'>,
  name: string,
): Promise<Office> => {
  const password = randomBytes(24).toString('base64url');
  const person = await followLink(url, setUpLink(), name, password);
  const recoveryCodes = [...person.recoveryCodes];
  const signIn = async (): Promise<string> => {
    const browser = makeBrowser(url);
    // A code of the app is good once in half a minute, a recovery code at once.
    const code = recoveryCodes.shift() ?? codeOf(person.secret);
    await browser.ask('POST', '/v1/sign-in', { name, password, code });
    return browser.cookie();
  };
  const sessionFor = keepSessions(person.browser.cookie(), signIn, Date.now);
  return {
    name,
    letIn: async (cookies) => {
      const has = /(?:^|; )kerbside=([\w-]+)/.exec(cookies)?.[1] ?? null;
      return `kerbside=${await sessionFor(has)}; Path=/; HttpOnly; SameSite=Strict`;
    },
  };
};
