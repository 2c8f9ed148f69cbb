import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Campaign, type Control, makeRandom } from './campaign.ts';
import { CONTROLS, IN_MEMORY } from './disk/alterations.ts';
import { buildDiskFaults } from './disk/build-disk-faults.ts';
import { recordBases } from './disk/record-bases.ts';
import { type Done, runWorker } from './disk/run-worker.ts';
import { makeTally } from './disk/tally.ts';
import { bundle } from './kill/bundle.ts';

const LANES = 2;
/** Of so many runs one is a power loss, and of so many one a process that really dies. */
const LOSS_SHARE = 11;
const DEATH_SHARE = 100;
/** So many seeds at most for a control. */
const CONTROL_SEEDS = 5;

export const campaign: Campaign = {
  name: 'disk',
  about: 'every call on the files of the store fails or is the last; the power fails',
  // Every one of some 12,900 points.
  runs: { release: 17_000, ci: 500 },
  run: async ({ runs, seed, say }) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'kerbside-disk-'));
    const library = buildDiskFaults();
    const bases = path.join(folder, 'bases');
    await recordBases(bases);
    const worker = await bundle('disk-worker', 'faults/disk/worker.ts', IN_MEMORY);
    const tally = makeTally();
    const notes: string[] = [];
    const deaths = Math.floor(runs / DEATH_SHARE);
    const losses = Math.floor(runs / LOSS_SHARE);
    const faults = runs - deaths - losses;
    let done = 0;
    let last = 0;
    const heard = (one: Done): boolean => {
      tally.add(one);
      done += 1;
      if (performance.now() - last > 2_000) {
        last = performance.now();
        say(`disk: ${done} of ${runs}`);
      }
      return false;
    };
    const failed: Done[] = [];
    const run = async (options: Parameters<typeof runWorker>[0]) => {
      const ended = await runWorker(options);
      if (ended.end === 'failed')
        failed.push({ kind: 'fault', where: '', faults: [...ended.faults] });
      return ended;
    };

    try {
      const begun = performance.now();
      const lane = async (lane: number): Promise<void> => {
        const own = path.join(folder, `lane-${lane}`);
        const ended = await run({
          worker,
          library,
          folder: own,
          bases,
          seed: seed + lane,
          faults,
          losses: Math.floor((losses + lane) / LANES),
          lane,
          lanes: LANES,
          heard,
        });
        if (lane === 0) notes.push(ended.points);
        const dead: string[] = [];
        const random = makeRandom(seed + lane);
        for (let i = lane; i < deaths; i += LANES) {
          const at = path.join(folder, `death-${i}`);
          const dying = { worker, library, folder: at, bases, dies: true, heard };
          const { end } = await run({ ...dying, seed: Math.floor(random() * 2 ** 31) });
          if (end === 'killed') dead.push(at);
        }
        await run({ worker, library, folder: `${own}-dead`, bases, seed, dead, heard });
        for (const at of dead) rmSync(at, { recursive: true, force: true });
      };
      await Promise.all(Array.from({ length: LANES }, (_, i) => lane(i)));
      for (const one of failed) tally.add(one);
      const { loss, late, lateAlarms } = tally.counts();
      const seconds = ((performance.now() - begun) / 1_000).toFixed(0);
      notes.push(
        `${done - loss - late} faults, ${loss + late} power losses in ${seconds} s`,
        `of ${late} power losses that took the keychain's last answer with them ${lateAlarms} say so at the start (rolled back, or without keys), and nothing is lost`,
        ...tally.notes(),
      );

      const controls: Control[] = [];
      for (const { without, finds, edits, ...sizes } of CONTROLS) {
        const i = controls.length;
        const altered = { ...IN_MEMORY, edits };
        const weak = await bundle(`disk-worker-${i}`, 'faults/disk/worker.ts', altered);
        let tried = 0;
        let found: string | null = null;
        const heardWeak = (one: Done): boolean => {
          tried += 1;
          const fault =
            one.kind === 'late' ? undefined : one.faults.find(({ kind }) => kind === finds);
          if (fault === undefined) return false;
          found = `without ${without}, after ${tried}: ${fault.kind}: ${fault.what}`;
          return true;
        };
        // A product without a protection may go in a circle before it comes to what it lets in.
        for (let again = 0; again < CONTROL_SEEDS && found === null; again++) {
          const at = path.join(folder, `control-${i}-${again}`);
          const told = { worker: weak, library, folder: at, bases, seed: seed + again, ...sizes };
          await runWorker({ ...told, heard: heardWeak });
        }
        controls.push({ without, found: found !== null });
        if (found !== null) notes.push(found);
      }
      return { runs: done, ...tally.figures(), controls, notes: notes.slice(0, 200) };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
