import { startAuthentication, startRegistration } from '@simplewebauthn/browser';
import { answerOf } from '../../../client/client.ts';
import { central } from '../../api/client.ts';

/** What central asks a browser by, as it comes over the API. */
type Options = { readonly challenge: string };

/** Asks the browser for a new passkey of whom the options name. */
export const makePasskey = (options: Options) =>
  startRegistration({
    optionsJSON: options as Parameters<typeof startRegistration>[0]['optionsJSON'],
  });

/** Asks the browser for whichever passkey of central's it has, for a sign-in or a proof. */
export const showPasskey = async () => {
  const { options } = await answerOf(central.POST('/v1/sign-in/passkey/begin'));
  return startAuthentication({
    optionsJSON: options as Parameters<typeof startAuthentication>[0]['optionsJSON'],
  });
};

/** Whether the browser made or showed no passkey: its person left, or has none here. */
export const isNoPasskey = (error: unknown): boolean =>
  error instanceof Error && /^(NotAllowed|Abort|InvalidState|Security)Error$/.test(error.name);
