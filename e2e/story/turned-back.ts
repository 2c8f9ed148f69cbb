import { cpSync, globSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { en } from '../../renderer/i18n/en.ts';
import { codeAt, openByParcel, page, type Step, scan, sees, stopAt, verdict } from './story.ts';

/** Takes the store's files, and only these, from one folder to another. */
export const copyStore = (from: string, to: string): void => {
  mkdirSync(to, { recursive: true });
  for (const old of globSync('store.db*', { cwd: to })) rmSync(path.join(to, old));
  for (const file of globSync('store.db*', { cwd: from })) {
    cpSync(path.join(from, file), path.join(to, file));
  }
};

export const rollbackDetected: Step = {
  id: 'rollback-detected',
  play: async (story) => {
    const { world } = story;
    const copies = (to: string) => path.join(world.folder, to);
    await world.app.close();
    copyStore(world.profile, copies('yesterday'));
    await world.restartApp();
    await openByParcel(story, 7);
    scan(story, `]Q1${codeAt(story, 7).qr}`);
    await verdict(story, en.verdict.accepted.title, 'accepted');
    await world.app.close();
    copyStore(world.profile, copies('today'));
    copyStore(copies('yesterday'), world.profile);
    await world.restartApp();
    await sees(story, en.problem['store-rolled-back'].what, 30_000);
    scan(story, `]Q1${codeAt(story, 7).qr}`);
    scan(story, `]Q1${codeAt(story, 8).qr}`);
    const accepted = await page(story)
      .locator('main.verdict')
      .waitFor({ timeout: 1_500 })
      .then(
        () => true,
        () => false,
      );
    if (accepted) throw new Error('the old copy of the store accepted a code');
    return "yesterday's copy of the store was noticed at once, and accepts nothing";
  },
};

export const clockBackDetected: Step = {
  id: 'clock-back-detected',
  play: async (story) => {
    const { world } = story;
    await world.app.close();
    copyStore(path.join(world.folder, 'today'), world.profile);
    await world.restartApp({ clockTurnedBack: true });
    await sees(story, stopAt(story, 1).street, 30_000);
    scan(story, `]Q1${codeAt(story, 8).qr}`);
    return verdict(story, en.verdict.refused['clock-untrusted'].title, 'uncertain');
  },
};
