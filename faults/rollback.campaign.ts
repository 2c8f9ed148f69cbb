import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startCampaignCentral } from '../central/src/testing/campaign-central.ts';
import { startPrivateKeyring } from '../e2e/support/private-keyring.ts';
import { openOsKeychain } from '../electron/keychain/os-keychain.ts';
import { ok } from '../shared/result.ts';
import { type Campaign, type Control, makeRandom, type Report } from './campaign.ts';
import { putImage, takeImage } from './rollback/image.ts';
import { begin, type Ground, honestClock, open, play, show } from './rollback/life.ts';
import { chooseCells, MATRIX, STOPS } from './rollback/matrix.ts';
import { playElsewhere } from './rollback/other-machine.ts';
import { playCell } from './rollback/play-cell.ts';
import { blind, playTwins } from './rollback/twins.ts';
import { HERE } from './support/terminal.ts';

/** Without the comparison with the keychain, yesterday's store must accept what it had accepted. */
const withoutAnchor = async (ground: Ground): Promise<Control> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kerbside-rollback-'));
  const home = { folder, profile: path.basename(folder) };
  try {
    const opened = await open(ground, home);
    if (!opened.ok) throw new Error(opened.error);
    await begin(ground, opened.value, STOPS);
    await play(ground, opened.value, [{ do: 'dock' }]);
    const older = await takeImage(home, ground.keychain);
    const { sequence, hash } = opened.value.store.logPosition();
    if (hash === null) throw new Error('nothing was logged');
    await play(ground, opened.value, [{ do: 'accept', stop: 1 }]);
    await opened.value.close();
    const { anchor } = await takeImage(home, ground.keychain);
    await putImage(home, ground.keychain, { ...older, anchor });
    // It believes the store from its opening on, and asks nobody before it writes.
    const trusted = { committed: { sequence, hash }, pending: null };
    const restored = await open(ground, home, {
      anchors: (real) => blind({ ...real, read: async () => ok(trusted) }),
    });
    if (!restored.ok) throw new Error(restored.error);
    const again = await show(ground, restored.value, 1);
    await restored.value.close();
    const found = again.ok && again.value.result === 'accepted';
    return { without: "the comparison with the keychain's anchor", found };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Without a look at the keychain before each entry, a twin must accept what the other has. */
const withoutHeads = async (ground: Ground): Promise<Control> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kerbside-twins-'));
  const home = { folder: path.join(folder, 'home'), profile: path.basename(folder) };
  try {
    const opened = await open(ground, home);
    if (!opened.ok) throw new Error(opened.error);
    await begin(ground, opened.value, STOPS);
    await play(ground, opened.value, [{ do: 'dock' }]);
    await opened.value.close();
    const shown = await playTwins(ground, home, 2, { anchors: blind });
    const found = shown.first === 'accepted' && shown.second === 'accepted';
    return { without: "the look at the keychain's heads before each entry", found };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Without the machine's id in the keys, a profile must accept on any machine that it is copied to. */
const withoutMachine = async (ground: Ground): Promise<Control> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kerbside-elsewhere-'));
  const home = { folder: path.join(folder, 'home'), profile: path.basename(folder) };
  try {
    const opened = await open(ground, home);
    if (!opened.ok) throw new Error(opened.error);
    await begin(ground, opened.value, STOPS);
    await play(ground, opened.value, [{ do: 'dock' }]);
    await opened.value.close();
    const found = (await playElsewhere(ground, home, 2, HERE)) === 'accepted';
    return { without: "the machine's id in the keys", found };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

export const campaign: Campaign = {
  name: 'rollback',
  about: 'Old copies of database, page, WAL, keychain and profile put back, and forks',
  runs: { release: MATRIX.length, ci: 36 },
  run: async ({ runs, seed, say }): Promise<Report> => {
    const random = makeRandom(seed);
    const keyring = await startPrivateKeyring();
    Object.assign(process.env, keyring.env);
    const { central, newDepot, stop } = await startCampaignCentral();
    const ground: Ground = {
      central,
      depot: await newDepot(),
      keychain: openOsKeychain(),
      clock: honestClock(central),
    };
    const total = { lost: 0, duplicated: 0, false_accepts: 0, undetected: 0, crashes: 0 };
    const notes: string[] = [];
    let restores = 0;
    try {
      const controls = [
        await withoutAnchor(ground),
        await withoutHeads(ground),
        await withoutMachine(ground),
      ];
      let said = performance.now();
      for (const [n, cell] of chooseCells(runs, random).entries()) {
        const outcome = await playCell(ground, cell, n + 1);
        restores += outcome.restores;
        total.lost += outcome.lost;
        total.duplicated += outcome.duplicated;
        total.false_accepts += outcome.falseAccepts;
        total.undetected += outcome.undetected;
        total.crashes += outcome.crashes;
        notes.push(...outcome.notes);
        if (performance.now() - said < 1_000) continue;
        said = performance.now();
        say(`rollback: ${n + 1} of ${runs} cells`);
      }
      const size = `${restores} states put back in ${runs} of the matrix's ${MATRIX.length} cells`;
      return { runs, ...total, controls, notes: [size, ...notes] };
    } finally {
      await stop();
      await keyring.stop();
    }
  },
};
