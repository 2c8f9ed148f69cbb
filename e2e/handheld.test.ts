import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, hostname, tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { results } from '../scripts/handheld/results.ts';
import { STEPS } from '../scripts/handheld/steps.ts';
import { type PrivateKeyring, startPrivateKeyring } from './support/private-keyring.ts';

// The command that a person runs on a handheld with Windows, here on this system.
const command = path.resolve(import.meta.dirname, '..', 'scripts', 'commands', 'handheld.ts');

let folder: string;
let keyring: PrivateKeyring;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'kerbside-handheld-'));
  keyring = await startPrivateKeyring();
});
afterAll(async () => {
  await keyring.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('answers and what is found go into a file that says nothing of a person', () => {
  const [answers, out] = ['answers', 'out.json'].map((name) => path.join(folder, name)) as [
    string,
    string,
  ];
  // The second answer is none, and is asked again; what follows the last one was not done.
  writeFileSync(answers, ['y', '?', 'no'].join('\n'));
  const { status, stderr } = spawnSync(
    process.execPath,
    [command, '--answers', answers, '--out', out],
    { encoding: 'utf8', env: { ...process.env, ...keyring.env } },
  );
  expect(status, stderr).toBe(0);
  const text = readFileSync(out, 'utf8');
  const made = results.parse(JSON.parse(text));
  expect(made.steps.map(({ answer }) => answer).slice(0, 3)).toEqual(['yes', 'no', 'not-done']);
  expect(made.steps).toHaveLength(STEPS.length);
  expect(made.found).toMatchObject({ keychain: true, machineId: true });
  const { username } = userInfo();
  const personal = [hostname(), homedir(), username].filter((name) => name.length > 4);
  for (const name of personal) {
    expect(text).not.toContain(name);
  }
});
