import { randomUUID } from 'node:crypto';
import type { Central } from '../../electron/app/ports/central.ts';
import { makeSystemClock } from '../../electron/clock/system-clock.ts';
import { openOsKeychain } from '../../electron/keychain/os-keychain.ts';
import { openProfile } from '../../electron/main/profile.ts';
import { allStops } from '../../electron/testing/all-stops.ts';
import { aDelivery } from '../../electron/testing/samples.ts';
import { DEFAULT_POLICY } from '../../shared/protocol/policy.ts';
import { makeScriptedCentral } from './scripted-central.ts';
import { openTerminal } from './terminal.ts';

// A process of its own, because the keychain's library looks for the session bus once a process:
// `fill-profile.ts FOLDER SEALED MORE` makes an enrolled, docked profile in the folder, with so
// many stops whose codes are known (scripted-central.ts), and so many more for the size alone.

const [folder, sealed, more] = process.argv.slice(2);
if (folder === undefined) throw new Error('a folder, and two numbers of stops');
const ITEMS_A_PAGE = 200;

const clock = makeSystemClock();
const now = clock.wall();
const valid = { notBefore: now - 3_600_000, notAfter: now + 12 * 3_600_000 };
const scripted = makeScriptedCentral({
  policy: { ...DEFAULT_POLICY, waitsMs: [0], unscanned: 'free' },
  stops: Array.from({ length: Number(sealed) }, () => valid),
  tellTime: async () => clock.wall(),
});
const first = Number(sealed) + 1;
let firstCursor = 0;

/** After the scripted page come those with the stops that are there for the size. */
const pull: Central['pull'] = async (record, after, ...rest) => {
  if (after === 0) {
    const page = await scripted.central.pull(record, 0, ...rest);
    if (!page.ok) return page;
    firstCursor = page.value.cursor;
    return { ok: true, value: { ...page.value, remaining: Number(more) } };
  }
  const given = after - firstCursor;
  const left = Math.min(ITEMS_A_PAGE, Number(more) - given);
  if (left <= 0) return scripted.central.pull(record, after, ...rest);
  const items = Array.from({ length: left }, (_, i) => aDelivery(first + given + i));
  const { terminal } = record.grant;
  const remaining = Number(more) - given - left;
  return { ok: true, value: { terminal, after, cursor: after + left, remaining, items } };
};

const profile = openProfile(folder, randomUUID);
const opened = await openTerminal({
  home: { folder, profile: profile.id },
  keychain: openOsKeychain(),
  clock,
  central: () => ({ ...scripted.central, pull }),
});
if (!opened.ok) throw new Error(opened.error);
const enrolled = await opened.value.enrol(scripted.enrolmentCode);
if (!enrolled.ok) throw new Error(enrolled.error);
const docked = await opened.value.dock();
if (docked.phase === 'failed') throw new Error(docked.problem);
const stops = allStops(opened.value.store).length;
opened.value.close();
process.stdout.write(`${stops} stops\n`);
