import { randomBytes } from 'node:crypto';
import { err } from '../../shared/result.ts';
import type { Central } from '../app/ports/central.ts';

/** Bytes from a cryptographic source. */
export const secureBytes = (length: number): Uint8Array => new Uint8Array(randomBytes(length));

/** What a terminal is given that has no window, no network and no updates, where no test says else. */
export const ON_THE_ROAD = {
  random: () => 0.5,
  randomBytes: secureBytes,
  diagnostics: () => undefined,
  machineZone: 'UTC',
  testOnly: true,
  isOnline: () => false,
  updates: null,
} as const;

/** Central as it is there: out of reach. What it was told is noted. */
export const outOfReach = (told: unknown[] = []): Central =>
  new Proxy({} as Central, {
    get: (_, asked) => async (_record: unknown, said: unknown) => {
      told.push({ asked, said });
      return err('central-unreachable');
    },
  });
