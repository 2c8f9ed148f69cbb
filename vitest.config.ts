import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** Tests that start real programs: a keychain, a database, Electron. */
const real = { testTimeout: 30_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    projects: [
      {
        plugins: [react()],
        test: {
          name: 'unit',
          include: ['{shared,conformance,renderer,scripts,resources}/**/*.test.{ts,tsx}'],
          sequence: { groupOrder: 1 },
          // None is about time: a busy machine must not fail them.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['{electron,central,e2e/support,faults/*,bench}/**/*.test.ts'],
          sequence: { groupOrder: 2 },
          ...real,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/*.test.ts'],
          // One at a time: each has the real app on a display of its own.
          maxWorkers: 1,
          fileParallelism: false,
          sequence: { groupOrder: 3 },
          ...real,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'faults',
          include: ['faults/*.test.ts'],
          maxWorkers: 1,
          fileParallelism: false,
          sequence: { groupOrder: 4 },
          testTimeout: 600_000,
        },
      },
    ],
  },
});
