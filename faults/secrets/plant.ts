import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { World } from '../../e2e/story/world.ts';
import { startOwned } from '../../e2e/support/owned-process.ts';
import type { Control } from '../campaign.ts';
import { connectTo, textCanary } from './canaries.ts';
import type { Canary } from './needles.ts';
import type { Hit } from './search.ts';

/** Puts a canary of its own into each kind of place: the search must find every one. */
export type Planting = {
  readonly canaries: readonly Canary[];
  /** Into files of every kind, and into the environment of a process. */
  readonly plant: (folder: string, world: World, keychainHome: string) => Promise<void>;
  /** A row that central's PostgreSQL writes, and a request on the recorded line. */
  readonly plantAtCentral: (world: World, lineUrl: string) => Promise<void>;
  /** Whether each was found where it was put. */
  readonly judge: (hits: readonly Hit[]) => Control[];
  readonly end: () => Promise<void>;
};

const PLACES = [
  "the terminal's logs",
  "the terminal's crash dumps",
  "the terminal's folder",
  'temporary files',
  "the keychain's folder",
  "central's database",
  'the line',
  'an environment',
] as const;
type Planted = (typeof PLACES)[number];

/** Makes new canaries: texts that are nowhere else. */
export const makePlanting = (): Planting => {
  const canaries = new Map<Planted, Canary>(
    PLACES.map((place) => {
      const text = randomBytes(9).toString('base64url');
      return [place, textCanary(`a canary planted in ${place}`, 'code', text)];
    }),
  );
  const textOf = (place: Planted): string =>
    Buffer.from(canaries.get(place)?.bytes ?? []).toString();
  const write = (folder: string, place: Planted): void => {
    mkdirSync(folder, { recursive: true });
    const noise = randomBytes(777);
    const content = Buffer.concat([noise, Buffer.from(textOf(place)), noise]);
    writeFileSync(path.join(folder, 'planted'), content);
  };
  const endings: (() => Promise<void>)[] = [];
  return {
    canaries: [...canaries.values()],
    plant: async (folder, { profile }, keychainHome) => {
      write(path.join(profile, 'logs'), "the terminal's logs");
      write(path.join(profile, 'electron', 'crashes'), "the terminal's crash dumps");
      write(profile, "the terminal's folder");
      write(folder, 'temporary files');
      write(keychainHome, "the keychain's folder");
      const env = { ...process.env, PLANTED: textOf('an environment') };
      const sleeper = await startOwned('sleep', ['600'], { env });
      endings.push(() => sleeper.stop());
    },
    plantAtCentral: async (world, lineUrl) => {
      const database = await connectTo(path.join(world.folder, 'central'));
      await database.query('create table planted (text text)');
      await database.query('insert into planted values ($1)', [textOf("central's database")]);
      await database.end();
      await fetch(`${lineUrl}/healthz?${textOf('the line')}`);
    },
    judge: (hits) =>
      PLACES.map((place) => ({
        without: `care: a canary planted in ${place}`,
        found: hits.some(({ needle }) => needle.canary === canaries.get(place)),
      })),
    end: async () => {
      for (const ending of endings.splice(0)) await ending();
    },
  };
};
