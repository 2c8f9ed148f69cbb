import path from 'node:path';
import { defineConfig } from 'vitest/config';

/** The tests that mutants are run against: those that reach the four folders, and the vectors. */
export default defineConfig({
  root: path.resolve(import.meta.dirname, '..', '..'),
  test: {
    include: ['shared/{code,schemes,log,time}/**/*.test.ts', 'scripts/mutate/each-vector.ts'],
  },
});
