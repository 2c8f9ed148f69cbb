import { randomBytes } from 'node:crypto';
import { MINUTE } from '../../central/src/clock.ts';
import { codeOf, followLink, makeBrowser } from '../../central/src/testing/people.ts';
import type { RunningCentral } from '../../e2e/support/central.ts';

/** Somebody at the depot, for whom browsers of this machine are signed in to the console. */
export type Office = {
  readonly name: string;
  /** Signs one more browser in: gives the cookie for it, as central would set it. */
  readonly letIn: () => Promise<string>;
};

/** A code of the app is good once in half a minute, so no sooner a new session is begun. */
const SAME_SESSION_MS = MINUTE;

/**
 * Gives the session of whoever opens the console: the last one for a minute, then a new one, in which
 * central does not ask for a while who one is.
 */
export const keepSession = (
  first: string,
  signIn: () => Promise<string>,
  now: () => number,
): (() => Promise<string>) => {
  let last = { session: Promise.resolve(first), at: now() };
  return async () => {
    if (now() - last.at >= SAME_SESSION_MS) last = { session: signIn(), at: now() };
    const session = await last.session;
    if (session === '') throw new Error('The console could not be opened. Try again in a minute.');
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
  const signIn = async (): Promise<string> => {
    const browser = makeBrowser(url);
    await browser.ask('POST', '/v1/sign-in', { name, password, code: codeOf(person.secret) });
    return browser.cookie();
  };
  const session = keepSession(person.browser.cookie(), signIn, Date.now);
  return {
    name,
    letIn: async () => `kerbside=${await session()}; Path=/; HttpOnly; SameSite=Strict`,
  };
};
