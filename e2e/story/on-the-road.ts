import { setTimeout as wait } from 'node:timers/promises';
import { en } from '../../renderer/i18n/en.ts';
import { EXPIRING } from './seed.ts';
import {
  acknowledge,
  closeDoor,
  codeAt,
  openByParcel,
  page,
  type Step,
  scan,
  sees,
  stopAt,
  verdict,
} from './story.ts';

export const withWrongCharacter = (code: string, place = 0): string =>
  `${code.slice(0, place)}${code[place] === '7' ? '8' : '7'}${code.slice(place + 1)}`;

/** For so long after its verdict a code that is read again is the same event. */
export const SAME_EVENT_MS = 10_000;

export const offline: Step = {
  id: 'offline',
  play: async (story) => {
    const { central } = story.world;
    await acknowledge(story);
    await central.stop();
    const gone = await fetch(`${central.url}/healthz`).then(
      () => false,
      () => true,
    );
    if (!gone) throw new Error('central still answers');
    await page(story).locator('main.route .route-dock').click();
    await page(story).locator('main.dock[data-problem="true"]').waitFor();
    await page(story).locator('main.dock .big-button').click();
    await page(story).locator('main.route').waitFor();
    await sees(story, 'Offline');
    return 'central is stopped; the terminal says so calmly';
  },
};

export const parcelScan: Step = {
  id: 'parcel-scan',
  play: async (story) => {
    await openByParcel(story, 1);
    return `the label opened ${stopAt(story, 1).street}`;
  },
};

export const accept: Step = {
  id: 'accept',
  play: async (story) => {
    scan(story, `]Q1${codeAt(story, 1).qr}`);
    return verdict(story, en.verdict.accepted.title, 'accepted');
  },
};

export const replayRefused: Step = {
  id: 'replay-refused',
  play: async (story) => {
    await acknowledge(story);
    // At once it is the same act of showing it, and nothing new on the screen.
    scan(story, `]Q1${codeAt(story, 1).qr}`);
    await wait(SAME_EVENT_MS + 500);
    if ((await page(story).locator('main.verdict').count()) > 0) throw new Error('it was judged');
    scan(story, `]Q1${codeAt(story, 1).qr}`);
    return verdict(story, en.verdict.acceptedBefore.title, 'uncertain');
  },
};

export const wrongCustomerRefused: Step = {
  id: 'wrong-customer-refused',
  play: async (story) => {
    await acknowledge(story);
    await openByParcel(story, 2);
    scan(story, `]Q1${codeAt(story, 3).qr}`);
    return verdict(story, en.verdict.refused['wrong-customer'].title, 'refused');
  },
};

export const typoNotCounted: Step = {
  id: 'typo-not-counted',
  play: async (story) => {
    await acknowledge(story);
    const code = codeAt(story, 2).bare.replace('-', '');
    const mistyped = withWrongCharacter(code);
    for (let tries = 0; tries < 3; tries++) {
      scan(story, withWrongCharacter(code, tries));
      await verdict(story, en.verdict.refused.mistyped.title, 'uncertain');
      await acknowledge(story);
    }
    // By hand it is said where the code stands.
    for (const character of mistyped) {
      await page(story)
        .locator('.keypad')
        .getByRole('button', { name: character, exact: true })
        .click();
    }
    await page(story).locator('.code-field[data-mood="mistyped"]').waitFor();
    // Another customer's code is well-formed: this one does count, and it is the first that does.
    scan(story, codeAt(story, 9).bare);
    const said = await verdict(story, en.verdict.refused['wrong-code'].title, 'refused');
    if (!/\b4\b/.test(said)) throw new Error(`the typos were counted: ${said}`);
    return `four typos cost nothing: ${said}`;
  },
};

export const expiredRefused: Step = {
  id: 'expired-refused',
  play: async (story) => {
    await acknowledge(story);
    await closeDoor(story);
    const { notAfter } = stopAt(story, EXPIRING);
    await wait(Math.max(0, notAfter - Date.now() + 1_500));
    scan(story, `]Q1${codeAt(story, EXPIRING).qr}`);
    return verdict(story, en.verdict.refused.expired.title, 'refused');
  },
};

export const powerLoss: Step = {
  id: 'power-loss',
  play: async (story) => {
    await openByParcel(story, 4);
    const judging = page(story).locator('.code-field[data-mood="verifying"]').waitFor();
    scan(story, codeAt(story, 4).bare);
    await judging.catch(() => undefined);
    await story.world.app.kill();
    await story.world.restartApp();
    // At the stop that was open, or at the route where it is over.
    await page(story).locator('main.door, main.route').waitFor({ timeout: 30_000 });
    scan(story, `]Q1${codeAt(story, 4).qr}`);
    await page(story).locator('main.verdict').waitFor();
    const after = await page(story).locator('main.verdict').getAttribute('data-tone');
    if (after !== 'accepted') {
      await verdict(story, en.verdict.acceptedBefore.title, 'uncertain');
    }
    await acknowledge(story);
    await sees(story, stopAt(story, 1).street);
    return after === 'accepted'
      ? 'the acceptance had not come to be; it was made once, after the restart'
      : 'the acceptance was there after the restart, once';
  },
};

/** The stop whose customer reads the wrong SMS again and again. */
export const LOCKED = 5;
/** Whose SMS they are. */
export const OTHERS = [2, 3, 6, 7, 8];

export const locked: Step = {
  id: 'locked',
  play: async (story) => {
    await acknowledge(story);
    if ((await page(story).locator('main.door').count()) > 0) await closeDoor(story);
    await openByParcel(story, LOCKED);
    let said = '';
    for (const other of OTHERS) {
      scan(story, codeAt(story, other).bare);
      said = await verdict(story, en.verdict.refused['wrong-code'].title, 'refused');
      await acknowledge(story);
    }
    if (!/No attempts left/.test(said)) throw new Error(`not locked: ${said}`);
    scan(story, codeAt(story, LOCKED).bare);
    return verdict(story, en.verdict.refused.locked.title, 'refused');
  },
};

export const override: Step = {
  id: 'override',
  play: async (story) => {
    await page(story).locator('main.verdict .verdict-override').click();
    await page(story).locator('main.door[data-asks="override"]').waitFor();
    // The dispatcher sits where there is a network; the terminal, at the door, has none.
    const elsewhere = await story.world.startCentral();
    const [, reference = ''] = codeAt(story, LOCKED).qr.split('/');
    const asked = { reference, reason: 'Customer has no telephone', person: 'Alex Meyer' };
    const { code } = await elsewhere.staff.override(asked);
    const again = await elsewhere.staff.override(asked).then(
      () => true,
      () => false,
    );
    await elsewhere.stop();
    if (again) throw new Error('central showed the code a second time');
    for (const character of code.replace('-', '')) {
      await page(story)
        .locator('.keypad')
        .getByRole('button', { name: character, exact: true })
        .click();
    }
    const shown = page(story).locator('main.verdict[data-tone="accepted"]');
    await shown.waitFor({ timeout: 15_000 });
    const said = (await shown.getByRole('alert').locator('h1, p').allTextContents()).join(' ');
    if (!/dispatcher/i.test(said)) throw new Error(`it is not said by whom: ${said}`);
    return said;
  },
};

export const NOBODY_HOME = 6;

export const exception: Step = {
  id: 'exception',
  play: async (story) => {
    await acknowledge(story);
    await openByParcel(story, NOBODY_HOME);
    await page(story).locator('main.door .door-no-code').click();
    await page(story).locator('.exception-outcome[data-outcome="nobody-home"]').click();
    await page(story).locator('main.exception .big-button').click();
    await page(story).locator('main.route').waitFor();
    await sees(story, en.outcome['nobody-home']);
    return `nobody home at ${stopAt(story, NOBODY_HOME).street}: in the log, and no proof of anything`;
  },
};
