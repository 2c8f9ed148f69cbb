import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { AREAS } from './scripts/windows/areas.ts';
import { withoutMend } from './scripts/windows/without-mend.ts';

/**
 * So many files at once, whatever the machine: each starts programs of its own, and waits for them,
 * for a frame, for a hand. All that it uses is its own as well: display, keyring, profile, ports,
 * databases.
 */
const AT_ONCE = 4;

/** None is about time: a busy machine must not fail them. */
const patient = { testTimeout: 60_000, hookTimeout: 60_000, expect: { poll: { timeout: 60_000 } } };

const SHARED_POSTGRES = 'central/src/testing/share-postgres.ts';

/** The files that take longest, longest first: begun last, one would run on alone. */
const LONGEST = [
  'faults/campaigns',
  'e2e/screens-layout',
  'e2e/benchmarks',
  'e2e/demo',
  'e2e/story',
  'e2e/keychain-heals',
  'e2e/stopped',
  'e2e/screens-ways',
  'e2e/package',
  'e2e/screens-axe',
];
const rankOf = ({ moduleId }: TestSpecification): number => {
  const rank = LONGEST.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
  return rank < 0 ? LONGEST.length : rank;
};
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((a, b) => rankOf(a) - rankOf(b));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        plugins: [react()],
        test: {
          name: 'unit',
          include: [
            '{shared,conformance,renderer,scripts,resources}/**/*.test.{ts,tsx}',
            'central/page/**/*.test.ts',
            'central/console/**/*.test.{ts,tsx}',
          ],
          sequence: { groupOrder: 1 },
          maxWorkers: 2,
          // Pure code: nothing of one file is left for the next to find.
          isolate: false,
          ...patient,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['{electron,e2e/support,faults/*,bench}/**/*.test.ts'],
          exclude: ['**/*.windows.test.ts'],
          sequence: { groupOrder: 2 },
          globalSetup: SHARED_POSTGRES,
          maxWorkers: 3,
          ...patient,
        },
      },
      {
        test: {
          name: 'central',
          include: ['central/src/**/*.test.ts'],
          sequence: { groupOrder: 2 },
          globalSetup: SHARED_POSTGRES,
          maxWorkers: 3,
          // Half of what an isolated file takes is loading central anew.
          isolate: false,
          ...patient,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/*.test.ts'],
          sequence: { groupOrder: 3 },
          maxWorkers: AT_ONCE,
          maxConcurrency: 6,
          ...patient,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        // With a mend switched off the tests must fail: `npm test -- --only windows --control`.
        plugins: withoutMend(process.env['KERBSIDE_WITHOUT']),
        test: {
          // On Windows, or under Wine: `npm test -- --only windows` starts it there.
          name: 'windows',
          include: Object.values(AREAS).flat(),
          ...(process.platform === 'win32' ? {} : { exclude: ['**'] }),
          sequence: { groupOrder: 4 },
          maxWorkers: 2,
          ...patient,
          isolate: false,
        },
      },
      {
        test: {
          name: 'faults',
          include: ['faults/*.test.ts'],
          sequence: { groupOrder: 3 },
          maxWorkers: AT_ONCE,
          maxConcurrency: 2,
          // Each campaign is ended before, and says what it said last.
          testTimeout: 21 * 60_000,
        },
      },
    ],
  },
});
