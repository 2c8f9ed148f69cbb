import { createHash, randomUUID } from 'node:crypto';
import { startCampaignCentral } from '../../central/src/testing/campaign-central.ts';
import { makeSystemClock } from '../../electron/clock/system-clock.ts';
import { nativeArgon2id } from '../../electron/crypto/native-argon2id.ts';
import { openOsKeychain } from '../../electron/keychain/os-keychain.ts';
import { openProfile } from '../../electron/main/profile.ts';
import { allStops } from '../../electron/testing/all-stops.ts';
import type { Argon2id } from '../../shared/protocol/crypto/argon2id.ts';
import { clientFor, straightInto } from './reach-central.ts';
import { openTerminal } from './terminal.ts';

// A process of its own, because the keychain's library looks for the session bus once a process:
// `fill-profile.ts FOLDER SEALED MORE` makes an enrolled, docked profile in the folder, with so
// many stops whose codes it says, and so many more for the size alone. The real central that gives
// them is gone afterwards: nobody is where the terminal looks for it.

const [folder, sealed, more] = process.argv.slice(2);
if (folder === undefined) throw new Error('a folder, and two numbers of stops');
const NOWHERE = 'http://127.0.0.1:1';

const clock = makeSystemClock();
let isForSize = false;
/** Ten thousand codes that nobody shows need not take a quarter of an hour. */
const argon2id: Argon2id = async (secret, salt, cost) =>
  isForSize
    ? new Uint8Array(createHash('sha256').update(salt).digest())
    : nativeArgon2id(secret, salt, cost);

type Terminal = Extract<Awaited<ReturnType<typeof openTerminal>>, { ok: true }>['value'];

const dock = async (terminal: Terminal): Promise<void> => {
  const docked = await terminal.dock();
  if (!docked.ok) throw new Error(docked.error);
};

const fill = async (
  terminal: Terminal,
  { newDepot }: Awaited<ReturnType<typeof startCampaignCentral>>,
) => {
  const depot = await newDepot({ waitsSeconds: [0], unscanned: 'free' });
  const enrolled = await terminal.enrol(await depot.newEnrolmentCode());
  if (!enrolled.ok) throw new Error(enrolled.error);
  const id = terminal.store.terminal()?.grant.terminal;
  if (id === undefined) throw new Error('the terminal is not enrolled');
  await depot.giveStops(
    id,
    Array.from({ length: Number(sealed) }, () => ({})),
  );
  await dock(terminal);
  const customers = [];
  for (const { delivery, shortId, epoch, parcels } of allStops(terminal.store)) {
    const code = Buffer.from(await depot.codeOf({ delivery, epoch })).toString('latin1');
    const scan = `KS1/${shortId}/${code}`;
    customers.push({ scan, label: parcels[0] });
  }
  isForSize = true;
  if (Number(more) > 0) {
    await depot.giveStops(
      id,
      Array.from({ length: Number(more) }, () => ({})),
    );
    await dock(terminal);
  }
  return { stops: allStops(terminal.store).length, customers };
};

const profile = openProfile(folder, randomUUID);
let central: Awaited<ReturnType<typeof startCampaignCentral>> | null = null;
const opened = await openTerminal({
  home: { folder, profile: profile.id },
  keychain: openOsKeychain(),
  clock,
  central: clientFor(clock, async (url, asked) => {
    if (central === null) throw new Error('central is not started');
    return straightInto(central.central)(url, asked);
  }),
});
if (!opened.ok) throw new Error(opened.error);
central = await startCampaignCentral({ now: clock.wall, publicUrl: NOWHERE, argon2id });
try {
  process.stdout.write(`${JSON.stringify(await fill(opened.value, central))}\n`);
} finally {
  await opened.value.close();
  await central.stop();
}
