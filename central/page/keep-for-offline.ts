type TrustedTypes = {
  readonly createPolicy: (
    name: string,
    rules: { readonly createScriptURL: () => string },
  ) => { readonly createScriptURL: (input: string) => string };
};
declare const trustedTypes: TrustedTypes | undefined;

const WORKER = './worker.js';

/** The page's policy lets in no script by name but this one. */
const workerAddress = (): string =>
  typeof trustedTypes === 'undefined'
    ? WORKER
    : trustedTypes
        .createPolicy('worker', { createScriptURL: () => WORKER })
        .createScriptURL(WORKER);

/**
 * Has the browser keep the page's own file, so that the link opens without a network. Where there
 * is no worker (over http, in some apps' own browsers), the page works for as long as it is open.
 */
export const keepForOffline = (): void => {
  navigator.serviceWorker?.register(workerAddress()).catch(() => undefined);
};
