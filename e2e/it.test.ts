import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, globSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from '../central/src/cli/program.ts';
import { allCanaries } from '../faults/secrets/canaries.ts';
import { type Canary, needlesOf } from '../faults/secrets/needles.ts';
import { sayHit, searchBytes } from '../faults/secrets/search.ts';
import { en } from '../renderer/i18n/en.ts';
import type { Bridge } from '../shared/terminal/channels/bridge.ts';
import { supportBundle } from '../shared/terminal/support/bundle.ts';
import { playStory } from './story/play-story.ts';
import { STEPS } from './story/steps.ts';
import type { Step, Story } from './story/story.ts';
import { startWorld, type World } from './story/world.ts';
import { startCentral } from './support/central.ts';
import { waitUntil } from './support/wait-until.ts';

// What IT does with a terminal that has a day's route on it, in the real app with real central.

const faults = path.resolve(import.meta.dirname, '..', 'faults');
const pictures = path.resolve(import.meta.dirname, '..', 'out', 'it');
let world: World;
let story: Story;
let badge = '';

const hire: Step = {
  id: 'hire',
  play: async (told) => {
    // No code ends while this goes on.
    told.expiresInMs = 12 * 3_600_000;
    ({ badge } = await told.world.central.staff.addIt(told.depot, 'Robin'));
    return 'IT has a badge';
  },
};
const begin = (id: string): Step => {
  const step = STEPS.find((candidate) => candidate.id === id);
  if (step === undefined) throw new Error(`there is no step ${id}`);
  return step;
};

beforeAll(async () => {
  world = await startWorld();
  const steps = [begin('enrol'), hire, begin('dock-pull'), begin('sms-sent')];
  const played = await playStory(world, pictures, () => undefined, steps);
  expect(played.results.filter(({ ok }) => !ok)).toEqual([]);
  ({ story } = played);
  mkdirSync(pictures, { recursive: true });
});
afterAll(() => world?.end());

const page = () => world.app.page;
const look = (name: string) => page().screenshot({ path: path.join(pictures, `${name}.png`) });
const press = (label: string) => page().getByRole('button', { name: label, exact: true }).click();
const showBadge = async () => {
  await world.line.write(`]Q1${badge}\r`);
  await page().locator('main.settings').waitFor();
};
const kerbside = async (...args: string[]) => {
  let out = '';
  const code = await runCommand(args, {
    env: {
      KERBSIDE_DATA: path.join(world.folder, 'central'),
      KERBSIDE_CENTRAL: world.central.url,
    },
    out: (text) => {
      out += text;
    },
    err: (text) => {
      out += text;
    },
  });
  return { code, out };
};
const profileId = (): string =>
  JSON.parse(readFileSync(path.join(world.profile, 'profile.json'), 'utf8')).profile;
/** What the keychain has under a profile's name. */
const keysOf = (profile: string): string =>
  execFileSync(process.execPath, [path.join(faults, 'secrets', 'read-keys.ts'), profile], {
    env: { ...process.env, ...world.keychain },
    encoding: 'utf8',
  });
/** What of the day's secrets is in some bytes, without saying them. */
const found = (where: string, bytes: Buffer, canaries: readonly Canary[]): string[] =>
  searchBytes(where, bytes, canaries.flatMap(needlesOf)).hits.map(sayHit);

test('a driver does not come to the settings, a badge of IT does', async () => {
  await page().locator('main.route').waitFor();
  const refused = await page().evaluate(() =>
    (globalThis as unknown as { kerbside: Bridge }).kerbside.ask['it/settings']({}),
  );
  expect(refused).toEqual({ ok: false, error: 'not-now' });
  await showBadge();
  await look('settings');
});

test('the app is restarted by two touches, and everything is there again', async () => {
  await page().locator('main.settings').waitFor();
  await press(en.restart.open);
  await page().getByText(en.restart.kept).waitFor();
  await look('restart');
  // The next start is the test's own: another would have no driver, and nobody to end it.
  const note = path.join(world.folder, 'relaunched');
  await world.app.electron.evaluate(({ app }, file) => {
    const { writeFileSync } = process.getBuiltinModule('node:fs');
    app.relaunch = () => writeFileSync(file, '');
  }, note);
  const closed = world.app.electron.waitForEvent('close');
  await press(en.restart.act);
  await closed;
  expect(existsSync(note)).toBe(true);
  await world.restartApp();
  await page().locator('main.route').waitFor();
  expect(await page().locator('.stop-row').count()).toBeGreaterThan(0);
  await showBadge();
});

test('what is chosen counts at once, and is kept', async () => {
  await page().locator('.it-display').click();
  await page().getByRole('button', { name: 'Deutsch' }).click();
  await page().locator('html[lang="de"]').waitFor();
  await page().getByRole('button', { name: 'English' }).click();
  await page().locator('html[lang="en"]').waitFor();
  await page().locator('main.display .big-button').click();
  await page().getByRole('button', { name: 'On', exact: true }).click();
  await page().locator('[aria-pressed="true"]', { hasText: 'On' }).waitFor();
  const kept = JSON.parse(readFileSync(path.join(world.profile, 'settings.json'), 'utf8'));
  expect(kept).toMatchObject({ settings: { language: 'en' }, it: { kiosk: true } });
});

test('diagnostics say that every part is in order', async () => {
  await press('Diagnostics');
  await page().locator('[data-check="central"][data-state="done"]').waitFor();
  const states = await page()
    .locator('.diagnostics .check-row')
    .evaluateAll((rows) => rows.map((row) => [row.dataset['check'], row.dataset['state']]));
  expect(Object.fromEntries(states)).toMatchObject({
    software: 'done',
    identity: 'done',
    keychain: 'done',
    store: 'done',
    log: 'done',
    scanner: 'done',
    central: 'done',
    clock: 'done',
    settings: 'done',
  });
  await look('diagnostics');
});

test('the support bundle is shown, saved as shown, read by the command, and has no secret in it', async () => {
  const canaries = await allCanaries(story, world.keychain);
  // As if something had leaked into the log: it stays on the terminal.
  const log = path.join(world.profile, 'logs', 'kerbside.log');
  const [stop] = story.stops;
  const leaked = { code: story.codes.get(1)?.bare, problem: stop?.street, phone: stop?.phone };
  appendFileSync(
    log,
    `${JSON.stringify({ at: new Date().toISOString(), event: 'leak', ...leaked })}\n${stop?.customer}\n`,
  );
  await press('Support bundle');
  const shown = await page().locator('main.support pre').textContent();
  await look('support');
  await press(en.support.own);
  await page().locator('[data-save="saved"]').waitFor();
  const [file] = globSync('*.kerbside-support', { cwd: path.join(world.profile, 'support') });
  const saved = path.join(world.profile, 'support', file ?? 'none');
  const text = gunzipSync(readFileSync(saved));
  expect(text.toString()).toBe(shown);
  const bundle = supportBundle.parse(JSON.parse(text.toString()));
  expect(bundle.log.find(({ event }) => event === 'leak')).toMatchObject({ leftOut: 3 });
  expect(bundle.unreadLines).toBe(1);
  expect(canaries.length).toBeGreaterThan(60);
  expect(found('bundle', text, canaries)).toEqual([]);
  // Negative control: the same search finds what has leaked into the log.
  expect(found('log', readFileSync(log), canaries).length).toBeGreaterThan(3);
  const read = await kerbside('support', 'show', saved);
  expect(read.code).toBe(0);
  expect(read.out).toContain('leak {"leftOut":3}');
});

test('a wipe that central cannot know of is refused, and named with what it would lose', async () => {
  const port = world.central.port;
  await world.central.stop();
  await press('Back');
  await press('Back');
  await press(en.itSettings.wipe);
  await page().getByRole('textbox').fill('WIP');
  await press('Wipe');
  await page().getByText('That is not WIPE.').waitFor();
  await page().getByRole('textbox').fill('WIPE');
  await press('Wipe');
  await page().getByText(en.problem['central-unreachable'].what).waitFor({ timeout: 40_000 });
  await page()
    .getByText(/Type WIPE \d+/)
    .waitFor();
  await look('wipe-refused');
  expect(globSync('store.db', { cwd: world.profile })).toEqual(['store.db']);
  world.central = await startCentral(path.join(world.folder, 'central'), port);
});

test('a wipe leaves its proof at central, and a bare terminal', async () => {
  const before = await allCanaries(story, world.keychain);
  expect(keysOf(profileId())).not.toBe('');
  const old = profileId();
  await press('Back');
  await press(en.itSettings.wipe);
  await page().getByRole('textbox').fill('WIPE');
  await press('Wipe');
  await page().getByText(en.setup.now.enrolment).waitFor({ timeout: 40_000 });
  await look('bare');
  const [terminal] = (await world.central.staff.terminals()).terminals;
  expect(terminal).toMatchObject({ status: 'wiped', findings: 0 });
  expect(terminal?.wiped?.sequence).toBe(terminal?.acknowledged);
  const shown = await kerbside('terminal', 'show', terminal?.id ?? '');
  expect(shown.out).toMatch(/wiped: 20.*by its own signed entry/);
  // The old keys are nowhere: not in the keychain under the name that they had, nor on the disk.
  expect(profileId()).not.toBe(old);
  expect(keysOf(old)).toBe('');
  const keys = before.filter(({ kind }) => kind === 'key' || kind === 'code');
  for (const file of globSync('**/*', { cwd: world.profile, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const name = path.join(file.parentPath, file.name);
    expect(found(file.name, readFileSync(name), keys)).toEqual([]);
  }
  expect(globSync('{settings.json,erasing.json,support}', { cwd: world.profile })).toEqual([]);
});

test('the bare terminal is enrolled again, as another one', async () => {
  const { code } = await world.central.staff.enrolmentCode(story.depot, 'Handheld 2');
  await world.line.write(`]Q1${code}\r`);
  await waitUntil(
    'central has two terminals',
    async () => (await world.central.staff.terminals()).terminals.length === 2,
  );
  await page().locator('main.dock[data-glance="enrolled"]').waitFor({ timeout: 30_000 });
  const replaced = await kerbside('terminal', 'replace', 'Handheld 1', 'Handheld 2');
  expect(replaced.out).toContain('12 open stops get new codes');
  const { terminals } = await world.central.staff.terminals();
  expect(terminals.map(({ status }) => status).sort()).toEqual(['enrolled', 'revoked']);
  expect(terminals.find(({ status }) => status === 'enrolled')?.open).toBe(12);
});
