import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startWorld, type World } from '../../e2e/story/world.ts';
import { type RecordedLine, recordLine } from './record-line.ts';

/** The story's world, with everything that it writes in one folder and its line recorded. */
export type Stage = {
  /** Holds all temporary files, the terminal's profile, its keychain, and central's data. */
  readonly folder: string;
  readonly world: World;
  readonly line: RecordedLine;
  /** Ends the world; what it wrote stays. */
  readonly end: () => Promise<void>;
  /** Ends it and removes everything. */
  readonly remove: () => Promise<void>;
};

const setVariable = (name: string, value: string | undefined): void => {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
};

/** Starts the world with its temporary files where they can be looked at. */
export const startStage = async (): Promise<Stage> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kerbside-secrets-'));
  const line = await recordLine();
  const variables = { TMPDIR: folder, KERBSIDE_PUBLIC_URL: line.url };
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  for (const [name, value] of Object.entries(variables)) setVariable(name, value);
  let world: World | null = null;
  const end = async (): Promise<void> => {
    await world?.end();
    world = null;
    await line.stop();
  };
  const remove = async (): Promise<void> => {
    await end();
    for (const [name, value] of before) setVariable(name, value);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    world = await startWorld();
    line.leadTo(world.central.port);
    return { folder, world, line, end, remove };
  } catch (error) {
    await remove();
    throw error;
  }
};
