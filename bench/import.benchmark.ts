import type { Benchmark, Measured, Row } from './benchmark.ts';
import { type ImportFigures, timeImport } from './import/time-import.ts';

const LINES = 1_000_000;
const LINES_A_RUN = 10_000;
const GOAL_RATIO = 5;
/** 512 MB. */
const GOAL_MEMORY_MIB = 488;

/** The figures as rows, and what they must not miss. */
export const judgeImport = (figures: ImportFigures): Measured => {
  const { lines, kerbsideMs, memoryMiB, copyMs, rowByRow, fileMiB, versions } = figures;
  const ratio = kerbsideMs / copyMs;
  const rows = (subject: string, ms: number, n: number): Row[] => [
    { subject, metric: 'ms', value: ms, n },
    { subject, metric: 'lines_per_second', value: (n / ms) * 1_000, n },
  ];
  return {
    rows: [
      ...rows('kerbside', kerbsideMs, lines),
      ...rows('limit:copy', copyMs, lines),
      ...rows('peer:row-by-row', rowByRow.ms, rowByRow.lines),
      { subject: 'kerbside', metric: 'ratio', value: ratio, n: lines },
      { subject: 'kerbside', metric: 'memory_max_mib', value: memoryMiB, n: lines },
    ],
    goals: [
      { metric: 'ratio', value: ratio, atMost: GOAL_RATIO },
      { metric: 'memory_max_mib', value: memoryMiB, atMost: GOAL_MEMORY_MIB },
    ],
    versions,
    notes: [
      `a file of ${fileMiB.toFixed(1)} MiB, from its first byte sent until all is in; the limit is COPY of the rows that come of it, whose keys are made before, into the same tables with the same keys`,
      'the peer inserts row by row and checks nothing',
    ],
  };
};

export const benchmark: Benchmark = {
  name: 'import',
  about: `A file of deliveries, ${LINES} lines or ${LINES_A_RUN} for each of --runs, beside bare COPY`,
  run: async ({ runs, say }) =>
    judgeImport(await timeImport(runs === undefined ? LINES : runs * LINES_A_RUN, say)),
};
