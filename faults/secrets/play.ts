import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { playStory } from '../../e2e/story/play-story.ts';
import { STEPS, type Step, type Story } from '../../e2e/story/steps.ts';
import { startWorld, type World } from '../../e2e/story/world.ts';
import { waitUntil } from '../../e2e/support/wait-until.ts';
import { type FoundProcess, processesWith } from '../support/find-processes.ts';
import { allCanaries } from './canaries.ts';
import { needlesOf } from './needles.ts';
import { recordLine } from './record-line.ts';
import { type Hit, sayHit, searchBytes, searchFolder, searchMemory } from './search.ts';

export type Played = {
  /** Canaries that were where they must not be, in words. */
  readonly hits: readonly string[];
  /** What a person must know of what was looked at. */
  readonly notes: readonly string[];
  readonly crashes: readonly string[];
};

/** Enough of the day for every secret to have passed through every part. */
const SHORT: readonly string[] = [
  'enrol',
  'dock-pull',
  'sms-sent',
  'offline',
  'parcel-scan',
  'accept',
  'replay-refused',
  'wrong-customer-refused',
  'typo-not-counted',
];
const AT_LAST: readonly string[] = ['dock-push'];

/** A stop that no step of the story shows a code at, and one whose code is typed. */
const TYPED = 9;

const leaveVerdict = async ({ world }: Story): Promise<void> => {
  const { page } = world.app;
  await page.locator('main.verdict .big-button').click();
  await page.locator('main.verdict').waitFor({ state: 'detached' });
  const back = page.locator('main.door .door-back');
  if ((await back.count()) > 0) await back.click();
  await page.locator('main.route').waitFor();
};

/** A customer reads the code out, the driver types it: the one way on which the window has it. */
const typeCode: Step = {
  id: 'typed-code',
  play: async (story) => {
    await leaveVerdict(story);
    const { page } = story.world.app;
    const stop = story.stops.find(({ position }) => position === TYPED);
    await story.world.line.write(`]C100${stop?.labels[0]}\r`);
    await page.locator('main.door').waitFor();
    const bare = story.codes.get(TYPED)?.bare.replace('-', '') ?? '';
    for (const character of bare) {
      await page
        .locator('.keypad')
        .getByRole('button', { name: character, exact: true })
        .click();
    }
    await page.locator('main.verdict[data-tone="accepted"]').waitFor({ timeout: 15_000 });
    await leaveVerdict(story);
    return 'a code was typed, accepted, and its door was left';
  },
};

const appOf = (world: World): FoundProcess[] => processesWith('KERBSIDE_PROFILE', world.profile);
const isType = (type: string) => (found: FoundProcess) => found.command.includes(`--type=${type}`);
const mainOf = (world: World): FoundProcess | undefined =>
  appOf(world).find(
    ({ command }) => !command.some((argument) => argument.startsWith('--type=')) && command.length > 0,
  );

/** Ends a part of the app as a fault in it would, and waits until it is gone. */
const crash = async (world: World, which: FoundProcess | undefined): Promise<void> => {
  if (which === undefined) throw new Error('that part of the app does not run');
  process.kill(which.pid, 'SIGSEGV');
  await waitUntil('the crashed process is gone', () =>
    appOf(world).every(({ pid }) => pid !== which.pid),
  );
  await wait(500);
};

const stepsOf = (whole: boolean): readonly Step[] => {
  if (!whole) {
    const named = (ids: readonly string[]) => STEPS.filter(({ id }) => ids.includes(id));
    return [...named(SHORT), typeCode, ...named(AT_LAST)];
  }
  const early = STEPS.findIndex(({ id }) => id === 'typo-not-counted') + 1;
  // The steps that follow expect the verdict of the one before on the screen: typing comes last.
  return [...STEPS.slice(0, early), ...STEPS.slice(early)];
};

/**
 * Plays a day in the real app with everything that it writes in one folder of its own, and looks
 * for its secrets in files, logs, on the line, in what crashes leave, and in the window's memory.
 *
 * @param whole the whole story, or the part of it that is enough
 */
export const playAndSearch = async (whole: boolean): Promise<Played> => {
  const outer = tmpdir();
  const folder = mkdtempSync(path.join(outer, 'kerbside-secrets-'));
  const before = { TMPDIR: process.env['TMPDIR'], url: process.env['KERBSIDE_PUBLIC_URL'] };
  const line = await recordLine();
  process.env['TMPDIR'] = folder;
  process.env['KERBSIDE_PUBLIC_URL'] = line.url;
  const hits: string[] = [];
  const notes: string[] = [];
  const crashes: string[] = [];
  const found = (all: readonly Hit[]): void => {
    hits.push(...all.map(sayHit));
  };
  let world: World | null = null;
  try {
    world = await startWorld();
    const playing = world;
    line.leadTo(playing.central.port);
    const { results, story } = await playStory(
      playing,
      path.join(folder, 'pictures'),
      () => undefined,
      stepsOf(whole),
    );
    for (const { id, ok, detail } of results) if (!ok) crashes.push(`${id}: ${detail}`);
    if (crashes.length > 0) return { hits, notes, crashes };

    const main = mainOf(playing);
    const canaries = allCanaries(story, main?.env ?? {});
    const needles = canaries.flatMap(needlesOf);
    const secret = needles.filter(({ canary }) => canary.kind !== 'person');
    const codes = needles.filter(({ canary }) => canary.kind === 'code');

    await wait(1_000);
    for (const renderer of appOf(playing).filter(isType('renderer'))) {
      const memory = searchMemory("the window's memory", renderer.pid, secret);
      notes.push(`looked at ${Math.round(memory.bytes / 1e6)} MB of the window's memory`);
      found(memory.hits);
    }
    if (main !== undefined) {
      // The main process has to have keys and codes while it uses them; that it does not keep
      // codes is looked at, and said, but it is no finding: who reads its memory has the keychain.
      const memory = searchMemory("the main process's memory", main.pid, codes);
      notes.push(...memory.hits.map((hit) => `not counted: ${sayHit(hit)}`));
    }
    found(searchBytes('the line between terminal and central', line.recorded(), secret));
    notes.push(`looked at ${line.recorded().length} bytes of the line`);

    const renderer = appOf(playing).find(isType('renderer'));
    await crash(playing, renderer);
    const isBack = await playing.app.page
      .locator('main.route')
      .waitFor({ timeout: 3_000 })
      .then(
        () => true,
        () => false,
      );
    notes.push(`after a crash the window ${isBack ? 'comes back' : 'stays empty'}`);
    await crash(playing, main);

    const logs = Buffer.from([...playing.logs, playing.app.errors()].join('\n'));
    found(searchBytes("the app's log", logs, needles));
    found(searchBytes("central's log", Buffer.from(playing.central.log()), needles));
    const outbox = path.join(playing.folder, 'central', 'outbox');
    const central = path.join(playing.folder, 'central');
    await playing.end();
    world = null;
    // The outbox stands for the customers' telephones. Central knows addresses; codes it forgets.
    const inCentral = searchFolder(central, secret, (file) => file === outbox);
    const elsewhere = searchFolder(folder, needles, (file) => file === central);
    found([...inCentral.hits, ...elsewhere.hits]);
    notes.push(
      `looked at ${inCentral.files + elsewhere.files} files, ${Math.round((inCentral.bytes + elsewhere.bytes) / 1e6)} MB`,
    );
    return { hits, notes, crashes };
  } finally {
    await world?.end();
    await line.stop();
    if (before.TMPDIR === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before.TMPDIR;
    if (before.url === undefined) delete process.env['KERBSIDE_PUBLIC_URL'];
    else process.env['KERBSIDE_PUBLIC_URL'] = before.url;
    rmSync(folder, { recursive: true, force: true });
  }
};

