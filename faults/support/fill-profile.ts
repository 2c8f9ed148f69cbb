import { randomUUID } from 'node:crypto';
import type { TerminalKey } from '../../central/src/actors.ts';
import { transaction } from '../../central/src/database/pool.ts';
import { addManifestItem, lockTerminals } from '../../central/src/manifest/manifest-items.ts';
import {
  type CampaignCentral,
  startCampaignCentral,
} from '../../central/src/testing/campaign-central.ts';
import type { TestCentral } from '../../central/src/testing/test-central.ts';
import { makeSystemClock } from '../../electron/clock/system-clock.ts';
import { readMachineId } from '../../electron/keychain/machine-id.ts';
import { openOsKeychain } from '../../electron/keychain/os-keychain.ts';
import { openProfile } from '../../electron/main/profile.ts';
import { allStops } from '../../electron/testing/all-stops.ts';
import { type ManifestDelivery, manifestDelivery } from '../../shared/protocol/api/terminal.ts';
import type { DeliveryId, ParcelLabel, ShortId } from '../../shared/protocol/ids.ts';
import { clientFor, straightInto } from './reach-central.ts';
import { openTerminal } from './terminal.ts';

// A process of its own, because the keychain's library looks for the session bus once a process:
// `fill-profile.ts FOLDER SEALED MORE` makes an enrolled, docked profile in the folder, with so
// many stops whose codes it says, and so many more for the size alone. The real central that gives
// them is gone afterwards: nobody is where the terminal looks for it.

const [folder, sealed, more] = process.argv.slice(2);
if (folder === undefined) throw new Error('a folder, and two numbers of stops');
const STOPS_AT_ONCE = 200;
const NOWHERE = 'http://127.0.0.1:1';

const clock = makeSystemClock();
/** Short ids as those of the samples. */
const shortIdOf = (n: number): ShortId => String(n).padStart(6, 'A') as ShortId;

/**
 * Puts stops that are there for the size alone among what central has for a terminal: copies of one
 * that it issued. To issue ten thousand codes that nobody shows would take some minutes.
 */
const addForSize = async (
  { ports: { pool } }: TestCentral,
  { depot, id: terminal }: TerminalKey,
  like: ManifestDelivery,
  count: number,
): Promise<void> => {
  for (let first = 1; first <= count; first += STOPS_AT_ONCE) {
    await transaction(pool, async (tx) => {
      await lockTerminals(tx, depot, [terminal]);
      for (let n = first; n < first + STOPS_AT_ONCE && n <= count; n++) {
        const id = randomUUID() as DeliveryId;
        await addManifestItem(tx, depot, terminal, {
          ...like,
          ...{ id, shortId: shortIdOf(n), position: like.position + n },
          parcels: [`FOR-SIZE-${n}` as ParcelLabel],
          verifier: { ...like.verifier, delivery: id },
          override: { ...like.override, delivery: id },
        });
      }
    });
  }
};

/** The stop that central issued first to a terminal. */
const firstOf = async (
  { ports: { pool } }: TestCentral,
  { depot, id: terminal }: TerminalKey,
): Promise<ManifestDelivery> => {
  const { rows } = await pool.query(
    `select item from manifest_item
     where depot = $1 and terminal = $2 and item->>'type' = 'delivery'
     order by cursor limit 1`,
    [depot, terminal],
  );
  return manifestDelivery.parse(rows[0]?.item);
};

type Terminal = Extract<Awaited<ReturnType<typeof openTerminal>>, { ok: true }>['value'];

const dock = async (terminal: Terminal): Promise<void> => {
  const docked = await terminal.dock();
  if (!docked.ok) throw new Error(docked.error);
};

const fill = async (terminal: Terminal, { central, newDepot }: CampaignCentral) => {
  const depot = await newDepot({ waitsSeconds: [0], unscanned: 'free' });
  const enrolled = await terminal.enrol(await depot.newEnrolmentCode());
  if (!enrolled.ok) throw new Error(enrolled.error);
  const grant = terminal.store.terminal()?.grant;
  if (grant === undefined) throw new Error('the terminal is not enrolled');
  const key = { depot: grant.depot, id: grant.terminal };
  // One at least, which those for the size are like.
  const issued = Math.max(1, Number(sealed));
  await depot.giveStops(
    grant.terminal,
    Array.from({ length: issued }, () => ({})),
  );
  await dock(terminal);
  const customers = [];
  for (const { delivery, shortId, epoch, parcels } of allStops(terminal.store)) {
    const code = Buffer.from(await depot.codeOf({ delivery, epoch })).toString('latin1');
    const scan = `KS1/${shortId}/${code}`;
    customers.push({ scan, label: parcels[0] });
  }
  const left = Number(sealed) + Number(more) - issued;
  if (left > 0) {
    await addForSize(central, key, await firstOf(central, key), left);
    await dock(terminal);
  }
  return { stops: allStops(terminal.store).length, customers };
};

const profile = openProfile(folder, randomUUID);
const machine = await readMachineId();
if (!machine.ok) throw new Error(machine.error);
let central: CampaignCentral | null = null;
const opened = await openTerminal({
  // The app that is started on it asks for its own machine's id.
  home: { folder, profile: profile.id, machine: machine.value },
  keychain: openOsKeychain(),
  clock,
  central: clientFor(clock, async (url, asked) => {
    if (central === null) throw new Error('central is not started');
    return straightInto(central.central)(url, asked);
  }),
});
if (!opened.ok) throw new Error(opened.error);
central = await startCampaignCentral({ now: clock.wall, publicUrl: NOWHERE });
try {
  process.stdout.write(`${JSON.stringify(await fill(opened.value, central))}\n`);
} finally {
  await opened.value.close();
  await central.stop();
}
