import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The vectors first: they are quick, and notice most of the changes. */
class VectorsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => (moduleId.includes('/scripts/') ? 0 : 1);
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

/** The tests that mutants are run against: those that reach the four folders, and the vectors. */
export default defineConfig({
  root: path.resolve(import.meta.dirname, '..', '..'),
  test: {
    include: [
      'shared/protocol/{code,schemes,log,proof,time}/**/*.test.ts',
      'scripts/mutate/each-vector.ts',
    ],
    sequence: { sequencer: VectorsFirst },
    // A test that is slow because the machine is busy must not pass for one that noticed.
    testTimeout: 120_000,
  },
});
