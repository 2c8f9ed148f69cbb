import { type Campaign, type Control, makeRandom, type Report } from './campaign.ts';
import { type Ground, playSchedule, startGround } from './clock/play-schedule.ts';
import { makeSchedule, type Schedule } from './clock/schedule.ts';

const HOUR = 3_600_000;

/** A code that has expired since the dock, and a wall clock that was turned back into its validity. */
const TURNED_BACK: Schedule = {
  start: 1_800_000_000_000,
  stops: [{ notBefore: 1_800_000_000_000 - HOUR, notAfter: 1_800_000_000_000 + HOUR }],
  policy: {
    leaseMs: 24 * HOUR,
    clockToleranceMs: 60_000,
    clockBlocks: true,
    waitsMs: [0],
    signOutAtDock: false,
    docksOnNetwork: false,
    unscanned: 'free',
    missingEvidence: 'refuse',
    customerNumbers: false,
  },
  events: [
    { type: 'dock', there: 0, back: 0 },
    { type: 'pass', ms: 2 * HOUR },
    { type: 'turn', offset: -1.5 * HOUR },
    { type: 'scan', stop: 1 },
  ],
};

/** Without the boot clock trusted time is the wall clock: the expired code must be accepted. */
const withoutBootClock = async (ground: Ground): Promise<Control> => {
  const honest = await playSchedule(ground, TURNED_BACK);
  let boots = 0;
  const tampered = await playSchedule(ground, TURNED_BACK, (clock) => ({
    wall: clock.wall,
    boot: () => ({ bootId: `never-the-same-${++boots}`, elapsedMs: 0 }),
  }));
  const found = honest.accepted === 0 && tampered.accepted === 1 && tampered.falseAccepts > 0;
  return { without: 'the boot clock in trusted time', found };
};

export const campaign: Campaign = {
  name: 'clock',
  about: 'Wall clocks turned by ± 1 ms to ± 10 years, restarts, sleep, time zones, docks',
  runs: { release: 200, ci: 60 },
  run: async ({ runs, seed, say }): Promise<Report> => {
    const total = { lost: 0, duplicated: 0, false_accepts: 0, undetected: 0, crashes: 0 };
    const seen = { scans: 0, accepted: 0, fooled: 0 };
    const notes: string[] = [];
    const ground = await startGround(TURNED_BACK.start);
    try {
      const controls = [await withoutBootClock(ground)];
      let said = performance.now();
      for (let run = 0; run < runs; run++) {
        const of = seed * 1_000_003 + run;
        try {
          const played = await playSchedule(ground, makeSchedule(makeRandom(of)));
          total.false_accepts += played.falseAccepts;
          total.undetected += played.undetected;
          seen.scans += played.scans;
          seen.accepted += played.accepted;
          seen.fooled += played.fooled;
          notes.push(...played.notes.map((note) => `schedule ${of}: ${note}`));
        } catch (error) {
          total.crashes++;
          notes.push(`schedule ${of}: ${error instanceof Error ? error.stack : String(error)}`);
        }
        if (performance.now() - said < 1_000) continue;
        said = performance.now();
        say(`clock: ${run + 1} of ${runs} schedules`);
      }
      const sizes = `${seen.scans} scans, ${seen.accepted} accepted; ${seen.fooled} of these after a restart, by a wall clock that lied`;
      return { runs, ...total, controls, notes: [sizes, ...notes] };
    } finally {
      await ground.stop();
    }
  },
};
