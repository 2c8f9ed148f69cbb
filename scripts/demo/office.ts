import { randomBytes } from 'node:crypto';
import { codeOf, followLink, makeBrowser } from '../../central/src/testing/people.ts';
import type { RunningCentral } from '../../e2e/support/central.ts';

/** Somebody at the depot, for whom browsers of this machine are signed in to the console. */
export type Office = {
  readonly name: string;
  /** Signs one more browser in: gives the cookie for it, as central would set it. */
  readonly letIn: () => Promise<string>;
};

/** Makes the first admin, whose password is nobody's to type. */
export const openOffice = async (
  { url, setUpLink }: Pick<RunningCentral, 'url' | 'setUpLink'>,
  name: string,
): Promise<Office> => {
  const password = randomBytes(24).toString('base64url');
  const person = await followLink(url, setUpLink(), name, password);
  const recoveryCodes = [...person.recoveryCodes];
  let first: string | null = person.browser.cookie();
  const signIn = async (): Promise<string> => {
    const browser = makeBrowser(url);
    // A code of the app is good once in half a minute, a recovery code at once.
    const code = recoveryCodes.shift() ?? codeOf(person.secret);
    await browser.ask('POST', '/v1/sign-in', { name, password, code });
    return browser.cookie();
  };
  return {
    name,
    letIn: async () => {
      const session = first ?? (await signIn());
      first = null;
      if (session === '') throw new Error('Wait half a minute, then try again.');
      return `kerbside=${session}; Path=/; HttpOnly; SameSite=Strict`;
    },
  };
};
