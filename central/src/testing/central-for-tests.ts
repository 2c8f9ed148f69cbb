import { afterAll, beforeAll } from 'vitest';
import type { CentralOptions } from '../server.ts';
import {
  startTestCentral,
  startTestPostgres,
  type TestCentral,
  type TestPostgres,
} from './test-central.ts';

/** Runs a central on a database of its own while the tests of one file run; gives that central. */
export const centralForTests = (options: Partial<CentralOptions> = {}): TestCentral => {
  let postgres: TestPostgres | undefined;
  let started: TestCentral | undefined;
  beforeAll(async () => {
    postgres = await startTestPostgres();
    started = await startTestCentral(postgres, options);
  });
  afterAll(async () => {
    await started?.stop();
    await postgres?.stop();
  });
  return new Proxy({} as TestCentral, {
    get: (_target, name) => Reflect.get(started ?? {}, name),
  });
};
