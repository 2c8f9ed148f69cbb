import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { outputOf } from './support/owned-process.ts';

// That they run, once each. How fast anything is, is for them to say, on an idle machine.
const SUFFIX = '.benchmark.ts';
const root = path.resolve(import.meta.dirname, '..');
const names = readdirSync(path.join(root, 'bench'))
  .filter((file) => file.endsWith(SUFFIX))
  .map((file) => file.slice(0, -SUFFIX.length));
const command = path.join(root, 'scripts', 'commands', 'bench.ts');

const measured = z.object({
  name: z.string(),
  rows: z.array(z.object({ metric: z.string(), value: z.number(), n: z.int().min(1) })).min(1),
  goals: z.array(z.object({ metric: z.string(), value: z.number() })).min(1),
});

test.each(names)('the benchmark %s measures', async (name) => {
  const output = await outputOf(process.execPath, [command, name, '--runs', '1', '--json']);
  expect(measured.parse(JSON.parse(output)).name).toBe(name);
});
