import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Campaign, Control, Report } from './campaign.ts';
import { bundle, type Edit } from './kill/bundle.ts';
import { runDoor } from './serial/door-runs.ts';
import { type LineFindings, runLines, type UnderTest } from './serial/line-runs.ts';
import * as product from './serial/under-test.ts';

const MOST_GROWTH = 32 * 1_048_576;
const LONGEST_STALL_MS = 100;
/** One frame in so many goes through the real door as well, to a verdict. */
const LINES_PER_DOOR = 500;
const CONTROL_RUNS = 1_500;

/** Memory in use after a collection, in bytes. */
const makeInUse = (): (() => number) => {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  return () => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
};

type Switched = {
  readonly name: string;
  readonly without: string;
  readonly edits: readonly Edit[];
  readonly finds: (found: LineFindings) => boolean;
};
const CONTROLS: readonly Switched[] = [
  {
    name: 'serial-no-bound',
    without: "a frame's greatest length",
    edits: [
      {
        file: 'electron/scanner/framing.ts',
        from: 'export const MAX_FRAME_BYTES = 1_027;',
        to: 'export const MAX_FRAME_BYTES = 100_000_000;',
      },
    ],
    finds: ({ growth }) => growth >= MOST_GROWTH,
  },
  {
    name: 'serial-no-checksum',
    without: "a look at a packet's checksum",
    edits: [
      {
        file: 'electron/scanner/ssi-framing.ts',
        from: 'if (!isIntact(whole)) return [packet(false, NAK)];',
        to: '',
      },
    ],
    finds: ({ false_accepts }) => false_accepts > 0,
  },
  {
    name: 'serial-no-reset',
    without: 'forgetting half a frame when the cable is pulled',
    edits: [
      {
        file: 'electron/scanner/line-reader.ts',
        from: 'framer.reset();\n      search?.cut();',
        to: 'search?.cut();',
      },
    ],
    finds: ({ false_accepts }) => false_accepts > 0,
  },
  {
    name: 'serial-no-proof',
    without: 'proof of the speed before a frame is believed',
    edits: [
      {
        file: 'electron/scanner/line-reader.ts',
        from: 'const believed = search?.believes() ?? true;',
        to: 'const believed = true;',
      },
    ],
    finds: ({ noiseBelieved }) => noiseBelieved > 0,
  },
];

const control = async (
  { name, without, edits, finds }: Switched,
  inUse: () => number,
): Promise<Control> => {
  const file = await bundle(name, 'faults/serial/under-test.ts', { edits });
  const altered = (await import(file)) as UnderTest;
  return { without, found: finds(await runLines(altered, { runs: CONTROL_RUNS, seed: 1, inUse })) };
};

export const campaign: Campaign = {
  name: 'serial',
  about: 'Random and hostile bytes on the lines of scanners, and good frames among them',
  runs: { release: 1_000_000, ci: 10_000 },
  run: async ({ runs, seed, say }): Promise<Report> => {
    const inUse = makeInUse();
    const controls: Control[] = [];
    for (const one of CONTROLS) controls.push(await control(one, inUse));
    let said = performance.now();
    const progress = (run: number): void => {
      if (performance.now() - said < 1_000) return;
      said = performance.now();
      say(`serial: ${run} of ${runs}`);
    };
    // What is compiled and cached by the first runs is no growth of the later ones.
    await runLines(product, { runs: 500, seed: seed + 1, inUse });
    const lines = await runLines(product, { runs, seed, inUse, progress });
    const door = await runDoor({ runs: Math.ceil(runs / LINES_PER_DOOR), seed });
    const { growth, longestStallMs } = lines;
    const beyond = Number(growth >= MOST_GROWTH) + Number(longestStallMs >= LONGEST_STALL_MS);
    return {
      runs: lines.runs,
      lost: lines.lost + door.lost,
      duplicated: lines.duplicated,
      false_accepts: lines.false_accepts + door.false_accepts,
      undetected: beyond,
      crashes: lines.crashes + door.crashes,
      controls,
      notes: [
        `memory grew by ${(growth / 1_048_576).toFixed(1)} MiB (at most 32)`,
        `the main thread computed for ${longestStallMs.toFixed(1)} ms at the longest (less than 100)`,
        `${door.runs} stops at the real door, ${door.refused} hostile frames refused there`,
        ...lines.notes,
        ...door.notes,
      ],
    };
  },
};
