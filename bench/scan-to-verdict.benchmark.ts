import { type Benchmark, type Measured, quantile, type Row, spreadOf } from './benchmark.ts';
import { playScans, type ScanFigures } from './scan-to-verdict/play-scans.ts';

const RUNS = 100;
/** One frame of a display at 60 Hz: what is ready waits up to so long to be shown. */
const FRAME_MS = 16.7;
const GOAL_P50 = 1.3;
const GOAL_P99 = 2;

/** The figures as rows, and what they must not miss. */
export const judgeScans = ({
  scan,
  argon2id,
  insert,
  clockMs,
  versions,
}: ScanFigures): Measured => {
  const limit = argon2id.map((derivation, i) => derivation + (insert[i] ?? 0) + FRAME_MS);
  const ratio = (share: number): number => quantile(scan, share) / quantile(limit, share);
  const row = (metric: string, value: number): Row => ({
    subject: 'kerbside',
    metric,
    value,
    n: scan.length,
  });
  return {
    rows: [
      ...spreadOf('kerbside', scan),
      ...spreadOf('limit:argon2id+insert+frame', limit),
      row('ratio_p50', ratio(0.5)),
      row('ratio_p99', ratio(0.99)),
      ...spreadOf('limit:argon2id', argon2id),
      ...spreadOf('limit:insert', insert),
    ],
    goals: [
      { metric: 'ratio_p50', value: ratio(0.5), atMost: GOAL_P50 },
      { metric: 'ratio_p99', value: ratio(0.99), atMost: GOAL_P99 },
    ],
    versions,
    notes: [
      `from the last byte written at the scanner's end of a pseudo-terminal to after the frame that first shows the verdict; the two clocks agree within ${clockMs.toFixed(1)} ms`,
    ],
  };
};

export const benchmark: Benchmark = {
  name: 'scan-to-verdict',
  about: 'From the last byte of a scan to its verdict, painted in the real window',
  run: async ({ runs = RUNS, say }) => judgeScans(await playScans(runs, say)),
};
