import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { AREAS } from './scripts/windows/areas.ts';
import { withoutMend } from './scripts/windows/without-mend.ts';

/**
 * Two files at once, whatever the machine: each starts programs of its own, and waits for them much
 * of the time. All that it uses is its own as well: display, keyring, profile, ports, databases.
 */
const inPairs = { maxWorkers: 2 };

/** Tests that start real programs: a keychain, a database, Electron. */
const real = { testTimeout: 30_000, hookTimeout: 60_000 };

/** The files that take longest, longest first: begun last, one would run on alone. */
const LONGEST = [
  'screens-layout',
  'story',
  'demo',
  'keychain-heals',
  'screens-axe',
  'screens-ways',
];
const rankOf = ({ moduleId }: TestSpecification): number => {
  const rank = LONGEST.findIndex((name) => moduleId.endsWith(`/e2e/${name}.test.ts`));
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
          ],
          sequence: { groupOrder: 1 },
          ...inPairs,
          // Pure code: nothing of one file is left for the next to find.
          isolate: false,
          // None is about time: a busy machine must not fail them.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['{electron,central/src,e2e/support,faults/*,bench}/**/*.test.ts'],
          exclude: ['**/*.windows.test.ts'],
          sequence: { groupOrder: 2 },
          globalSetup: 'central/src/testing/share-postgres.ts',
          ...inPairs,
          ...real,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/*.test.ts'],
          sequence: { groupOrder: 3 },
          // Mostly they wait: for a frame, a hand, a program that starts.
          maxWorkers: 3,
          maxConcurrency: 6,
          ...real,
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
          sequence: { groupOrder: 5 },
          ...inPairs,
          ...real,
          testTimeout: 60_000,
          isolate: false,
        },
      },
      {
        test: {
          name: 'faults',
          include: ['faults/*.test.ts'],
          sequence: { groupOrder: 4 },
          ...inPairs,
          maxConcurrency: 2,
          testTimeout: 600_000,
        },
      },
    ],
  },
});
