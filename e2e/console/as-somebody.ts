import type { Person } from '../../central/src/testing/people.ts';
import type { OpenConsole } from './open-console.ts';

/**
 * Another device with an authenticator (the one that Chromium has for tests), in the place of the one
 * before. Gives its id in the browser.
 */
export const newAuthenticator = async ({ debug }: Pick<OpenConsole, 'debug'>): Promise<string> => {
  await debug.send('WebAuthn.disable');
  await debug.send('WebAuthn.enable');
  const { authenticatorId } = await debug.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return authenticatorId;
};

/** Is somebody in the browser, without the way through the page where one signs in. */
export const comeAs = async (
  { debug }: Pick<OpenConsole, 'debug'>,
  url: string,
  { browser }: Pick<Person, 'browser'>,
): Promise<void> => {
  await debug.send('Network.clearBrowserCookies');
  await debug.send('Network.setCookie', {
    url,
    name: 'kerbside',
    value: browser.cookie(),
    httpOnly: true,
    sameSite: 'Strict',
  });
};
