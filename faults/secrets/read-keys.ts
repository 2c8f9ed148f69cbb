import { readMachineId } from '../../electron/keychain/machine-id.ts';
import { openOsKeychain } from '../../electron/keychain/os-keychain.ts';
import { readKeys } from '../../electron/keychain/terminal-secrets.ts';
import { toBase64url } from '../../shared/protocol/codec/bytes.ts';

// Run on the terminal's own keychain and machine: prints the item with the seeds of its keys, and
// the keys that they are here, for the campaign to look for. Prints nothing if there are none.
const [profile = ''] = process.argv.slice(2);
const keychain = openOsKeychain();
const machine = await readMachineId();
const item = await keychain.get(`${profile}/keys`);
if (!machine.ok || !item.ok) throw new Error('the keychain or the machine does not answer');
const keys = await readKeys(keychain, profile, machine.value);
if (!keys.ok) throw new Error(keys.error);
if (keys.value !== null && item.value !== null) {
  const named = Object.entries(keys.value).map(([name, key]) => [name, toBase64url(key)]);
  const { storeKey, signingSeed, agreementSecret } = JSON.parse(item.value);
  const seeds = { storeKey, signingSeed, agreementSecret };
  process.stdout.write(JSON.stringify({ seeds, keys: Object.fromEntries(named) }));
}
