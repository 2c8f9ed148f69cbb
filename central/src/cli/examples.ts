import type { Command } from 'commander';
import { examples } from './output.ts';

/** How commands are used that do not say so themselves, by their words. */
const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  'depot create': ['depot create "Berlin South" --time-zone Europe/Berlin --sender "Acme Parcels"'],
  'depot list': ['depot list'],
  'depot set': ['depot set "Berlin South" --dispatcher-phone "+49 30 1234567"'],
  'depot policy': [
    'depot policy "Berlin South"',
    'depot policy "Berlin South" --lease-hours 36 --customer-numbers',
  ],
  'driver add': ['driver add "Kim Petersen" --depot "Berlin South"'],
  'driver list': ['driver list --depot "Berlin South"'],
  'staff add': ['staff add "Kim Petersen" --depot "Berlin South" --role driver'],
  'staff list': ['staff list --depot "Berlin South"'],
  'staff badge': ['staff badge "Kim Petersen" --depot "Berlin South"'],
  'staff pin': [
    'staff pin "Kim Petersen" --depot "Berlin South" < pin.txt',
    'staff pin "Kim Petersen" --depot "Berlin South" --none',
  ],
  'staff remove': ['staff remove "Kim Petersen" --depot "Berlin South"'],
  'terminal enrol': ['terminal enrol --depot "Berlin South" --name "Handheld 1"'],
  'terminal list': ['terminal list --depot "Berlin South"'],
  'terminal show': ['terminal show "Handheld 1"'],
  'terminal rename': ['terminal rename "Handheld 1" "Van 3"'],
  'terminal export': ['terminal export "Handheld 1" --out handheld-1.json'],
  'terminal revoke': ['terminal revoke "Handheld 1"'],
  'delivery template': ['delivery template --depot "Berlin South" > template.csv'],
  'delivery columns': [
    'delivery columns --depot "Berlin South"',
    'delivery columns --depot "Berlin South" --map "Kunde 2=customer" --forget "Shop"',
  ],
  'pass issue': ['pass issue 4F7K2M --audience terminal', 'pass issue 4F7K2M --audience depot'],
  'pass list': ['pass list 4F7K2M'],
  'pass withdraw': ['pass withdraw m3hJ9nX2pQ7rT5vW8yZ1aB'],
  'token add': [
    'token add FT-1 --depot "Berlin South" --scheme totp --seed base32 --seed-file seed.txt',
  ],
  'token list': ['token list --depot "Berlin South"'],
  'token revoke': ['token revoke FT-1 --depot "Berlin South"'],
  override: ['override 4F7K2M --reason "telephone is broken" --as "Nadia Weiss"'],
  outbox: ['outbox'],
  'hand-over list': ['hand-over list', 'hand-over list --depot "Berlin South" --limit 20'],
  'exception list': ['exception list --depot "Berlin South"'],
  'sign-in list': ['sign-in list --depot "Berlin South" --all'],
  'me sign-in': ['me sign-in', 'me sign-in "Nadia Weber"'],
  'me sign-out': ['me sign-out'],
  'message list': ['message list --failed', 'message list --depot "Berlin South" --limit 20'],
  'support show': ['support show kerbside-support.json.gz'],
  'release keygen': ['release keygen release.key'],
  'release sign': [
    'release sign kerbside.deb --key release.key --version 1.4.0 --out updates/1.4.0',
  ],
  'release verify': [
    'release verify updates/1.4.0 --public-key 11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
  ],
};

/** Puts examples at the end of the help of each command that has none of its own. */
export const addExamples = (command: Command, words = ''): void => {
  for (const child of command.commands) {
    const name = `${words} ${child.name()}`.trim();
    const own = EXAMPLES[name];
    if (own !== undefined) child.addHelpText('after', examples(...own));
    addExamples(child, name);
  }
};
