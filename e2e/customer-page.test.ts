import { afterAll, beforeAll, expect, test } from 'vitest';
import { WORDS } from '../central/page/words/languages.ts';
import { CODE, type PageServer, startPageServer } from '../central/src/testing/page-server.ts';
import type { Instant, ShortId } from '../shared/protocol/ids.ts';
import { type Display, startDisplay } from './support/display.ts';
import { openTelephone, type Telephone } from './support/telephone.ts';

// What the customer's page does, in a real browser. How it looks is in customer-page-looks.test.ts;
// its QR is scanned in the story.

let display: Display;
let server: PageServer;
let telephone: Telephone;
beforeAll(async () => {
  display = await startDisplay({ width: 1400, height: 900 });
  server = await startPageServer();
  telephone = await openTelephone(server.link(), display.env);
});
afterAll(async () => {
  await telephone?.close();
  await server?.stop();
  await display?.stop();
});

const page = () => telephone.page;
/** As a tap on another link does in a tab where the page is open. */
const goTo = (fragment: string) =>
  page().evaluate((hash) => {
    location.hash = hash;
  }, fragment);
const goToLink = (link: string) => goTo(new URL(link).hash);
const heading = () => page().getByRole('heading', { level: 1 }).textContent();
/** Has the browser ask for these languages, from the next load on. */
const setLanguages = async (acceptLanguage: string) => {
  const userAgent = await page().evaluate(() => navigator.userAgent);
  await telephone.debug.send('Emulation.setUserAgentOverride', { userAgent, acceptLanguage });
};

test('it is loaded once, small, from one place, and tells it nothing', async () => {
  await page().reload();
  await telephone.kept();
  expect(telephone.errors).toEqual([]);
  expect(await page().evaluate(() => performance.getEntriesByType('resource').length)).toBe(0);
  const [navigation] = await page().evaluate(
    () => performance.getEntriesByType('navigation') as PerformanceNavigationTiming[],
  );
  expect(navigation?.decodedBodySize).toBeGreaterThan(1_000);
  expect(navigation?.decodedBodySize).toBeLessThan(50_000);
  expect(new Set(server.asked.map(({ url }) => url))).toEqual(new Set(['/c/', '/c/worker.js']));
  expect(server.asked.filter(({ referer, cookie }) => referer ?? cookie)).toEqual([]);
});

test('it stores its own file, and nothing of the link', async () => {
  const stored = await page().evaluate(async () => {
    const names = await caches.keys();
    const kept = await Promise.all(
      names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)),
    );
    const databases = await indexedDB.databases();
    return { kept, databases, local: localStorage.length, session: sessionStorage.length };
  });
  expect(stored).toEqual({ kept: [[server.page]], databases: [], local: 0, session: 0 });
  expect(await page().evaluate(() => document.cookie)).toBe('');
});

test('its title, which a tab and a history show, and its preview say nothing of the delivery', async () => {
  expect(await page().title()).toBe(WORDS.en.title);
  const said = await page().locator('head').textContent();
  const preview = await page()
    .locator('meta[property]')
    .evaluateAll((metas) => metas.map((meta) => meta.getAttribute('content')).join(' '));
  for (const secret of [CODE.shown, CODE.shortId, CODE.qr]) {
    expect(`${said}${preview}`).not.toContain(secret);
  }
});

test('another link in the same tab shows the other delivery', async () => {
  await goToLink(server.link({ shortId: 'ZZZZZZ' as ShortId }));
  await page().getByText('ZZZZZZ').waitFor();
  await goToLink(server.link());
  await page().getByText(CODE.shortId).waitFor();
});

test('its policy runs nothing that was not built into it', async () => {
  const tried = await page().evaluate(async () => {
    const refused: string[] = [];
    const all = new Promise<void>((done) => {
      addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
        if (refused.push(effectiveDirective) === 4) done();
      });
    });
    const tries: readonly (() => unknown)[] = [
      () => {
        document.body.innerHTML += '<img src=x onerror="document.title = `run`">';
      },
      () => {
        document.body.append(document.createElement('script'));
        (document.querySelector('body > script:last-child') as HTMLScriptElement).text = '1';
      },
      () => fetch('/healthz'),
      () => document.body.append(Object.assign(new Image(), { src: '/c/worker.js' })),
    ];
    for (const attempt of tries) {
      try {
        await attempt();
      } catch {
        // It may throw as well.
      }
    }
    await all;
    return { refused, title: document.title };
  });
  expect(tried.title).toBe(WORDS.en.title);
  expect(tried.refused).toEqual([
    'require-trusted-types-for',
    'require-trusted-types-for',
    'connect-src',
    'img-src',
  ]);
  await page().reload();
  (telephone.errors as string[]).length = 0;
});

const PROBLEMS: readonly (readonly [language: 'en' | 'de' | 'pl' | 'ar', string, string])[] = [
  ['en', '', WORDS.en.problem.none.what],
  ['de', '#7K2QF9MX4D', WORDS.de.problem.damaged.what],
  ['pl', `#2${'a'.repeat(40)}`, WORDS.pl.problem.newer.what],
  ['ar', '#<script>alert(1)</script>', WORDS.ar.problem.damaged.what],
];
test.each(PROBLEMS)('in the language %s, %j is said in words', async (language, hash, what) => {
  await setLanguages(`${language}-XX,fr`);
  await page().goto(`${server.page}${hash}`);
  await page().reload();
  expect(await heading()).toBe(what);
  expect(await page().locator('html').getAttribute('lang')).toBe(language);
  expect(await page().locator('.qr').count()).toBe(0);
});

test('a language that it does not speak is that of the link', async () => {
  await setLanguages('tr-TR,tr');
  await page().goto(server.link({ language: 'es' }));
  await page().reload();
  expect(await page().locator('html').getAttribute('lang')).toBe('es');
  await setLanguages('en-GB,en');
  await page().reload();
  expect(await page().locator('html').getAttribute('lang')).toBe('en');
});

test.each([
  ['a script', '#"><script>document.title="run"</script>'],
  ['an address', '#javascript:document.title="run"'],
  ['signs that turn the line', '#\u202e\u2066\u200f1REhSi6GWDHessU2zJF0HCQ2wCQ'],
  ['bytes that are no UTF-8', '#%FF%FE%C0%80'],
  ['half a character', '#\ud800'],
  ['a member of every object', '#__proto__'],
  ['a million characters', `#1${'0'.repeat(1_000_000)}`],
])('%s in the fragment harms nothing', async (_what, hash) => {
  await goToLink(server.link());
  await goTo(hash);
  await page().getByText(WORDS.en.problem.damaged.what).waitFor();
  expect(await page().title()).toBe(WORDS.en.title);
  expect(await page().locator('main').textContent()).toBe(
    `${WORDS.en.problem.damaged.what}${WORDS.en.problem.damaged.next}`,
  );
  expect(telephone.errors).toEqual([]);
});

test('when the code ends it says so by itself, and still shows it', async () => {
  await goToLink(server.link());
  await page().clock.install();
  await page().reload();
  await page()
    .getByText(/^Valid until/)
    .waitFor();
  await page().clock.runFor(8 * 3_600_000 + 60_000);
  await page().getByRole('alert').waitFor();
  expect(await page().getByRole('alert').textContent()).toMatch(/^This code is no longer valid/);
  expect(await page().locator('.qr').count()).toBe(1);
});

test('times are the depot’s, and it says so where the telephone is elsewhere', async () => {
  const now = Date.UTC(2026, 6, 3, 6);
  await page().clock.setFixedTime(now);
  const at = (hour: number) => Date.UTC(2026, 6, 3, hour) as Instant;
  const times = { from: at(11), to: at(13), notAfter: at(18) };
  for (const [timezoneId, notes] of [
    ['America/New_York', 1],
    ['Europe/Paris', 0],
  ] as const) {
    await telephone.debug.send('Emulation.setTimezoneOverride', { timezoneId });
    await page().goto(server.link(times));
    await page().reload();
    expect(await page().locator('.time').textContent()).toBe('13:00–15:00');
    expect(await heading()).toBe(WORDS.en.comes.today);
    expect(await page().getByText(WORDS.en.elsewhere).count(), timezoneId).toBe(notes);
  }
});

test('by the keys alone the link is copied for a neighbour, without the code in words', async () => {
  await goToLink(server.link());
  await page().locator('select').focus();
  await page().keyboard.press('Tab');
  await page().keyboard.press('Enter');
  await page().getByRole('status').getByText(WORDS.en.share.copied).waitFor();
  expect(await telephone.clipboard()).toBe(page().url());
});

test('where nothing can be copied the link is there to be copied by hand', async () => {
  await page().evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error('not here'));
  });
  await page().getByRole('button').click();
  expect(await page().getByLabel(WORDS.en.share.byHand).inputValue()).toBe(page().url());
});

test('where the device shares, it shares the link and a sentence, and a change of mind is no failure', async () => {
  const shared = await page().evaluate(async (hash) => {
    const all: ShareData[] = [];
    navigator.share = async (data?: ShareData) => {
      all.push(data ?? {});
      throw new DOMException('', 'AbortError');
    };
    location.hash = '';
    await new Promise((done) => addEventListener('hashchange', done, { once: true }));
    location.hash = hash;
    await new Promise((done) => addEventListener('hashchange', done, { once: true }));
    document.querySelector('button')?.click();
    return all;
  }, new URL(server.link()).hash);
  expect(shared).toEqual([{ text: WORDS.en.share.message, url: page().url() }]);
  expect(await page().getByRole('status').textContent()).toBe('');
  expect(await page().getByRole('button').textContent()).toBe(WORDS.en.share.send);
});

test('once loaded it opens without the server, from this link and from any other', async () => {
  await page().goto(server.link());
  await telephone.kept();
  await server.stop();
  await page().reload();
  expect(Buffer.from(await telephone.readScreen()).toString()).toBe(CODE.qr);
  await page().goto('about:blank');
  await page().goto(server.link({ shortId: 'ZZZZZZ' as ShortId }));
  await page().getByText('ZZZZZZ').waitFor();
  // Negative control: what was not kept is not there.
  await expect(page().goto(new URL('worker.js', server.page).href)).rejects.toThrow('ERR_');
});
