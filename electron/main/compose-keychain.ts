import { join } from 'node:path';
import { app, utilityProcess } from 'electron';
import { type Helper, openHelperKeychain } from '../keychain/helper-keychain.ts';
import { type LastingKeychain, makeLastingKeychain } from '../keychain/lasting-keychain.ts';
import { isKeychainAwaited, keychainSettled, openOsKeychain } from '../keychain/os-keychain.ts';

/**
 * Starts the process for the keychain. What is asked and answered goes between the two processes
 * alone: no argument, no environment, no file and no output has any of it.
 */
const startKeychainHelper = (appFolder: string): Helper => {
  const started = utilityProcess.fork(join(appFolder, 'out', 'keychain', 'index.cjs'), [], {
    serviceName: 'kerbside-keychain',
    stdio: 'ignore',
  });
  return {
    post: (request) => started.postMessage(request),
    onAnswer: (listener) => void started.on('message', listener),
    onEnd: (listener) => void started.once('exit', listener),
    end: () => void started.kill(),
  };
};

/**
 * The operating system's keychain, for as long as the app runs, and no longer: Node.js ends only when
 * its add-ons are at rest, and an act that waits for a person to unlock the keychain may never be. An
 * app that has no window any more, and has not ended, cannot be started again.
 */
export const composeKeychain = (appFolder: string): LastingKeychain => {
  app.once('quit', () => {
    if (isKeychainAwaited()) process.kill(process.pid, 'SIGKILL');
  });
  return makeLastingKeychain({
    own: openOsKeychain(),
    settled: keychainSettled,
    helper: openHelperKeychain(() => startKeychainHelper(appFolder)),
  });
};
