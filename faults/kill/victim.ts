import { writeSync } from 'node:fs';
import { z } from 'zod';
import { openOsKeychain } from '../../electron/keychain/os-keychain.ts';
import { compose } from '../../electron/main/compose.ts';
import { readSecretsOf } from '../../electron/main/compose-secrets.ts';
import { newProfileId, openProfile } from '../../electron/main/profile.ts';
import type { StopView } from '../../shared/terminal/view/view.ts';
import { makeRandom } from '../campaign.ts';
import { codesOfDay, makeCustomers } from './customers.ts';
import { type Driver, makeDriver } from './drive-terminal.ts';
import { reportDerivations } from './reported-argon2id.ts';
import type { Aim, Said } from './said.ts';

// A process that is a terminal at work, without its window, until somebody kills it. It says on
// file descriptor 3, at once and unbuffered, what it is about to do and what the driver saw.
const options = z
  .strictObject({
    folder: z.string(),
    enrolment: z.string(),
    seed: z.int(),
    /** Scans codes and nothing else. */
    codesOnly: z.boolean(),
    /** Only docks, hands everything in, and ends properly. */
    last: z.boolean(),
  })
  .parse(JSON.parse(process.argv[2] ?? '{}'));

const say = (said: Said): void => void writeSync(3, `${JSON.stringify(said)}\n`);
const random = makeRandom(options.seed);
const oneOf = <T>(things: readonly T[]): T => things[Math.floor(random() * things.length)] as T;

const AIMS: readonly Aim[] = [
  ...Array<Aim>(5).fill('right'),
  ...Array<Aim>(4).fill('wrong'),
  'override',
  'exception',
  'mistyped',
  'noise',
  'unknown',
  'other',
];

const aims = options.codesOnly ? AIMS.filter((aim) => aim === 'right' || aim === 'wrong') : AIMS;

const customers = makeCustomers();
/** Asks the depot for more stops, if there are few, and the customers for their codes. */
const goOn = async (): Promise<void> => {
  const answer = new Promise((resolve) => process.once('message', resolve));
  process.send?.('go on');
  customers.learn(codesOfDay.parse(await answer));
};

const work = async (driver: Driver): Promise<void> => {
  let docked = true;
  for (let n = Math.floor(random() * 1e9); !driver.isBlocked(); n++) {
    if (docked) await goOn();
    // Now and then it hands in and pulls, half of the time while the driver goes on scanning.
    const docks = random() < 0.12;
    docked = docks;
    const docking = docks ? driver.dock() : null;
    if (docks && random() < 0.5) await docking;
    const stops = driver.stops().filter(({ shortId }) => customers.knows(shortId));
    const open = stops.filter(({ state }) => state !== 'handed-over' && state !== 'locked');
    if (open.length === 0 && docking === null) {
      await driver.dock();
      docked = true;
      continue;
    }
    const stop: StopView | undefined = random() < 0.85 ? oneOf(open) : oneOf(stops);
    const other = stops.find(({ delivery }) => delivery !== stop?.delivery);
    // An exception is for a stop that is still to be handed over.
    const drawn = stop?.state === 'handed-over' ? 'right' : oneOf(aims);
    // Where one stop alone is there, nobody has another's code.
    const aim = drawn === 'other' && other === undefined ? 'wrong' : drawn;
    if (stop !== undefined) await driver.scan(aim, stop, n, other);
    await docking;
  }
};

const live = async (): Promise<void> => {
  const driver = makeDriver(say, customers);
  process.on('uncaughtException', (error) => {
    say({ said: 'exception', text: String(error) });
    driver.block('internal');
  });
  process.on('unhandledRejection', (error) => {
    say({ said: 'exception', text: String(error) });
    driver.block('internal');
  });
  const profile = openProfile(options.folder, newProfileId);
  const keychain = openOsKeychain();
  const opened = await compose({
    profile,
    keychain,
    secrets: readSecretsOf(keychain, profile),
    scanners: [],
    appFolder: options.folder,
    version: '1.4.0',
    testOnly: true,
    diagnostics: () => undefined,
    releases: null,
    changed: driver.changed,
    scanned: () => undefined,
    isOnline: () => false,
    proxiesFor: async () => 'DIRECT',
  });
  if (!opened.ok) return driver.block(opened.error);
  opened.value.start();
  await opened.value.check();
  driver.take(opened.value);
  say({ said: 'ready' });
  if (driver.screen().name === 'setup' && !(await driver.enrol(options.enrolment))) {
    throw new Error('the enrolment failed');
  }
  reportDerivations(() => say({ said: 'trying' }));
  if (options.last) await driver.dock();
  else await work(driver);
  await opened.value.shutDown();
};

await live();
process.exit(0);
