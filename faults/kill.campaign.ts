import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { systemNow } from '../central/src/clock.ts';
import { startCampaignCentral } from '../central/src/testing/campaign-central.ts';
import { HOST } from '../e2e/support/com-port.ts';
import { startPrivateKeyring } from '../e2e/support/private-keyring.ts';
import { beginHostDay } from '../e2e/windows/host-day.ts';
import { type Campaign, type Control, makeRandom, type Report } from './campaign.ts';
import { type Altered, bundle } from './kill/bundle.ts';
import { CONTROLS, REPORTING } from './kill/controls.ts';
import { type LivesDay, startDay } from './kill/depot-day.ts';
import type * as InParent from './kill/in-parent.ts';
import type { Fault } from './kill/invariants.ts';
import { liveManyLives } from './kill/many-lives.ts';
import { killTheRealApp } from './kill/real-app.ts';
import type { Said } from './kill/said.ts';

/** Of so many runs one is the whole app with its window, and the real central. */
const REAL_SHARE = 50;
/** Terminals that live at once. */
const LANES = 3;
/** So many times a control may be killed before its fault must have been found. */
const CONTROL_LIVES = 480;

/** The real central, which goes by the machine's clock as the victims do. */
const openDepot = async (): Promise<{
  readonly startDay: () => Promise<LivesDay>;
  readonly stop: () => Promise<void>;
}> => {
  if (HOST !== undefined) return { startDay: beginHostDay, stop: async () => undefined };
  const { newDepot, stop } = await startCampaignCentral({ now: systemNow });
  const depot = await newDepot({ waitsSeconds: [0], unscanned: 'free', attempts: 8 });
  return { startDay: () => startDay(depot), stop };
};

export const campaign: Campaign = {
  name: 'kill',
  about: 'SIGKILL at random moments of scans, dockings, enrolment and start',
  // The short one is without the whole app, which the story kills once, in its step `power-loss`.
  runs: { release: 2_000, ci: 40 },
  run: async ({ runs, seed, say, withControls }) => {
    const figures = { lost: 0, duplicated: 0, false_accepts: 0, undetected: 0, crashes: 0 };
    const notes: string[] = [];
    const folder = mkdtempSync(path.join(tmpdir(), 'kerbside-kill-'));
    const [keyring, depot] = await Promise.all([startPrivateKeyring(), openDepot()]);
    Object.assign(process.env, keyring.env);
    const inspector = await bundle('kill-inspect', 'faults/kill/in-parent.ts', {});
    const parts = (await import(pathToFileURL(inspector).href)) as typeof InParent;
    const { inspectStore: inspect, forgetKeys: forget } = parts;

    /** Many terminals, so many lives each, until so many lives were lived or `enough` says so. */
    const live = async (
      name: string,
      altered: Altered,
      lives: number,
      lived: (faults: readonly Fault[], where: string, said: readonly Said[]) => boolean,
    ): Promise<number> => {
      const victim = await bundle(name, 'faults/kill/victim.ts', altered);
      const random = makeRandom(seed);
      let left = lives;
      let done = 0;
      let enough = false;
      const lane = async (): Promise<void> => {
        while (left > 0 && !enough) {
          const terminal = Math.floor(random() * 2 ** 31);
          const share = Math.min(left, 4 + Math.floor(random() * 16));
          left -= share;
          let here = 0;
          await liveManyLives({
            victim,
            inspect,
            forget,
            startDay: depot.startDay,
            folder,
            seed: terminal,
            lives: share,
            codesOnly: altered.edits !== undefined,
            lived: (life, faults, said) => {
              done += 1;
              here += 1;
              enough = lived(faults, `terminal ${terminal}, life ${life + 1}`, said) || enough;
            },
          });
          // A terminal that ended at a fault leaves its lives to others.
          left += share - Math.min(share, here);
        }
      };
      await Promise.all(Array.from({ length: LANES }, lane));
      return done;
    };

    try {
      // The whole app needs Electron, which is not to be had for Windows under Wine.
      const real = HOST === undefined ? Math.floor(runs / REAL_SHARE) : 0;
      let done = 0;
      let last = 0;
      let shown = 0;
      const count = (faults: readonly Fault[], where: string, said: readonly Said[]): boolean => {
        shown += said.filter((one) => one.said === 'shown').length;
        for (const kind of new Set(faults.map((fault) => fault.kind))) figures[kind] += 1;
        for (const fault of faults) notes.push(`${where}: ${fault.kind}: ${fault.what}`);
        done += 1;
        if (performance.now() - last > 2_000) {
          last = performance.now();
          say(`kill: ${done} of ${runs}`);
        }
        return false;
      };
      const begun = performance.now();
      await live('kill-victim', REPORTING, runs - real, count);
      const seconds = ((performance.now() - begun) / 1000).toFixed(0);
      notes.push(`${runs - real} lives of the store, log, keychain and docking in ${seconds} s`);
      if (real > 0) {
        await killTheRealApp({ runs: real, seed, folder, env: keyring.env, inspect, lived: count });
        notes.push(`${real} lives of the whole app with its window and the real central`);
      }
      notes.push(`${shown} verdicts were shown before the kills`);
      const controls: Control[] = [];
      for (const { without, finds, edits } of withControls ? CONTROLS : []) {
        let found: Fault | undefined;
        const lives = await live(
          `kill-victim-${controls.length}`,
          { ...REPORTING, edits },
          CONTROL_LIVES,
          (faults) => {
            found ??= faults.find(({ kind }) => kind === finds);
            return found !== undefined;
          },
        );
        controls.push({ without, found: found !== undefined });
        if (found !== undefined) {
          notes.push(`without ${without}: ${found.kind} after ${lives} lives: ${found.what}`);
        }
      }
      const report: Report = { runs: done, ...figures, controls, notes: notes.slice(0, 200) };
      return report;
    } finally {
      await depot.stop();
      await keyring.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
