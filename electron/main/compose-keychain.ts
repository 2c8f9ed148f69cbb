import { openHelperKeychain } from '../keychain/helper-keychain.ts';
import { type LastingKeychain, makeLastingKeychain } from '../keychain/lasting-keychain.ts';
import { keychainSettled, openOsKeychain } from '../keychain/os-keychain.ts';
import { startKeychainHelper } from './start-keychain-helper.ts';

/** The operating system's keychain, for as long as the app runs. */
export const composeKeychain = (appFolder: string): LastingKeychain =>
  makeLastingKeychain({
    own: openOsKeychain(),
    settled: keychainSettled,
    helper: openHelperKeychain(() => startKeychainHelper(appFolder)),
  });
