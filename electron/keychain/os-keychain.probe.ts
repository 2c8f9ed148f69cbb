import { openOsKeychain } from './os-keychain.ts';

// Run by the test: what this process's keychain answers, as the problems' codes.
const keychain = openOsKeychain();
const get = await keychain.get('probe/keys');
const set = await keychain.set('probe/keys', 'text');
process.stdout.write(
  JSON.stringify({ get: get.ok ? 'ok' : get.error, set: set.ok ? 'ok' : set.error }),
);
