import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { daysOf } from '../central/console/api/spans.ts';
import { countReports } from '../central/src/reports/count-reports.ts';
import { enrolTerminal } from '../central/src/testing/seed.ts';
import type { TestCentral } from '../central/src/testing/test-central.ts';
import type { DepotId } from '../shared/protocol/ids.ts';
import { HOSTILE, makeKey } from './console/depot-day.ts';
import { type OpenConsole, openConsole, SIZES } from './console/open-console.ts';
import { countMonthBefore, type ProofDay, playProofDay } from './console/proof-day.ts';
import { type CentralAndDisplay, startCentralAndDisplay } from './support/central-and-display.ts';

// A delivery proved on the screen, on paper and as a file; and the page on which anybody checks such
// a file, without a session and without a network.

let started: CentralAndDisplay;
let central: TestCentral;
let day: ProofDay;
let window: OpenConsole;
let outsider: OpenConsole;
let folder: string;
beforeAll(async () => {
  started = await startCentralAndDisplay();
  ({ central } = started);
  day = await playProofDay(central);
  folder = await mkdtemp(path.join(tmpdir(), 'kerbside-e2e-proof-'));
  [window, outsider] = await Promise.all([
    openConsole(central, started.display, await makeKey(central, 'auditor', day.depot)),
    openConsole(central, started.display, null),
  ]);
  await window.resize(SIZES[1]);
  await outsider.resize(SIZES[1]);
});
afterAll(async () => {
  await window?.close();
  await outsider?.close();
  await started?.stop();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

const sentence = (of: OpenConsole) => of.page.getByRole('heading', { level: 1 });
describe('a delivery', () => {
  test('is proved with one touch after its reference is typed', async () => {
    const reference = await day.reference(day.of.code);
    await window.goTo('/proof');
    await window.picture('proof-find');
    expect(await window.faults()).toEqual([]);
    await window.page.getByLabel('Reference').fill(reference);
    await window.countTouches();
    await window.page.keyboard.press('Enter');
    await sentence(window)
      .getByText(/^The customer’s code was at the door at \d\d:\d\d\.$/)
      .waitFor();
    // Of two that it may take.
    expect(await window.touches()).toBe(1);
    expect(await window.page.title()).toBe(`Proof ${reference} · Kerbside`);
    await window.page.getByText('Record 1 of Handheld 1').waitFor();
    const page = (await window.page.locator('article').textContent()) ?? '';
    for (const said of ['Proved', 'R. Okafor', 'Sonne, 31a', 'Bell is broken', 'Handheld 1']) {
      expect(page).toContain(said);
    }
    expect(page).toMatch(/Scanned1 of \d: JVGL-\d{4}/);
    await window.picture('console-proof');
    expect(await window.faults()).toEqual([]);
  });

  test('is printed on one sheet of paper', async () => {
    const pdf = await window.print();
    await writeFile(
      path.join(import.meta.dirname, '..', 'out', 'console-pictures', 'proof.pdf'),
      pdf,
    );
    expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
    await window.page.emulateMedia({ media: 'print' });
    expect(await window.page.getByRole('button', { name: 'Print' }).isVisible()).toBe(false);
    await window.page.getByText('This sheet says what the signed file proves.').waitFor();
    await window.picture('proof-on-paper');
    await window.page.emulateMedia({ media: 'screen' });
  });

  test.each([
    ['override', /^The dispatcher’s code was at the door at \d\d:\d\d\.$/, 'Proved'],
    ['nobodyHome', /^Not delivered at \d\d:\d\d: nobody home\.$/, 'it is not proved'],
    ['open', 'No terminal has reported this delivery.', 'once the terminal has docked'],
    ['erased', /^The customer’s code was at the door at/, 'The proof does not depend on it.'],
  ] as const)('says so if it is %s', async (which, said, also) => {
    await window.goTo(`/proof/${day.of[which]}`);
    await sentence(window).getByText(said).waitFor();
    const page = (await window.page.locator('article').textContent()) ?? '';
    expect(page).toContain(also);
    await window.picture(`proof-${which}`);
    if (which !== 'erased') return;
    expect(page.match(/erased/g)?.length).toBeGreaterThanOrEqual(5);
    expect(page).not.toMatch(/Sonne|Haddad|Bell/);
  });

  test('is found by what is known of it, and there are words where nothing is', async () => {
    await window.goTo('/proof?find=Chamissoplatz');
    await window.page.getByRole('heading', { name: 'Which one?' }).waitFor();
    expect(await window.page.locator('.found a').count()).toBe(4);
    await window.goTo('/proof?find=nonsense');
    await window.page.getByText('Nothing found for “nonsense”.').waitFor();
    expect(window.errors).toEqual([]);
  });
});

/** Chooses a file on the page that checks it, and waits for what it says. */
const check = async (name: string, content: string | Buffer, said: RegExp | string) => {
  const file = path.join(folder, name);
  await writeFile(file, content);
  await outsider.page.locator('input[type=file]').setInputFiles(file);
  await sentence(outsider).getByText(said).waitFor();
};

describe('a file', () => {
  let proof: string;
  /** What the page asked for since it was loaded, and its worker. */
  const asked: string[] = [];
  beforeAll(async () => {
    proof = JSON.stringify(
      (await central.staff('GET', `/v1/deliveries/${day.of.code}/proof`)).body,
    );
    await outsider.goTo('/verify');
    await outsider.page.getByRole('button', { name: 'Choose a file' }).waitFor();
    await outsider.picture('verify');
    expect(await outsider.faults()).toEqual([]);
    // The worker says something as soon as it is there.
    await check('first.json', '{', 'This file is not genuine.');
    outsider.debug.on('Network.requestWillBeSent', ({ request }) => asked.push(request.url));
    outsider.page.context().on('request', (request) => asked.push(request.url()));
    await outsider.setOffline(true);
  });

  test('that was downloaded is what central signed, and is checked by anybody, off line', async () => {
    await window.goTo(`/proof/${day.of.code}`);
    await window.page.getByRole('button', { name: 'Download the signed file' }).click();
    const file = await window.downloaded(`proof-${await day.reference(day.of.code)}.json`);
    await check('proof.json', file, /^The customer’s code was at the door at/);
    await outsider.page.getByText('Whose root key that is.').waitFor();
    await outsider.picture('console-verify');
    expect(await outsider.faults()).toEqual([]);
  });

  test('is compared with the root key that somebody knows', async () => {
    const known = outsider.page.getByLabel('The root key that you were given');
    const root = await outsider.page.locator('.known-root .fingerprint span').allTextContents();
    await known.fill(root.join('-').toLowerCase());
    await outsider.page.getByText('The keys are the same.').waitFor();
    await known.fill(root.toReversed().join(' '));
    await outsider.page.getByText('The keys differ. Do not rely on this file.').waitFor();
  });

  test('altered by one byte is refused, with what is wrong', async () => {
    const at = proof.indexOf('"issued":1') + '"issued":'.length;
    await check(
      'altered.json',
      `${proof.slice(0, at)}2${proof.slice(at + 1)}\n`,
      'This file is not genuine.',
    );
    await outsider.page.getByText('It is not what central signed.').waitFor();
    await outsider.picture('verify-refused');
    expect(await outsider.faults()).toEqual([]);
  });

  test('of a terminal, and of what operators did, says what is proved and what is not', async () => {
    const log = await central.staff('GET', `/v1/terminals/${day.terminal.id}/log`);
    await check('log.json', JSON.stringify(log.body), 'This log is complete.');
    await outsider.page.getByText('nobody signs that').waitFor();
    await outsider.picture('verify-log');
    expect(await outsider.faults()).toEqual([]);
    const audit = await central.staff('GET', '/v1/audit/export');
    await check('audit.json', JSON.stringify(audit.body), 'Nothing in this audit log was changed.');
    await outsider.page.getByText('names are not signed').waitFor();
    const [first, ...rest] = audit.body.acts;
    const altered = { ...audit.body, acts: [{ ...first, actor: 'nobody' }, ...rest] };
    await check('audit2.json', JSON.stringify(altered), 'Something is wrong with this audit log.');
    await outsider.picture('verify-audit');
  });

  test('of megabytes shows how far it is, and the page stays awake', async () => {
    const { body } = await central.staff('GET', `/v1/terminals/${day.terminal.id}/log`);
    const entries = Array.from({ length: 700 }, () => body.entries[1]);
    await writeFile(path.join(folder, 'large.json'), JSON.stringify({ ...body, entries }));
    const file = path.join(folder, 'large.json');
    await outsider.page.locator('input[type=file]').setInputFiles(file);
    await outsider.page.getByRole('progressbar').waitFor();
    await outsider.page.getByText(/^[\d,]+ of [\d,]+ signatures$/).waitFor();
    await outsider.picture('verify-progress');
    // Some thousand signatures, checked by the portable code.
    const ends = sentence(outsider).getByText('Something is wrong with this log.');
    await ends.waitFor({ timeout: 150_000 });
    await outsider.page.getByText(/^And \d+ more\.$/).waitFor();
  });

  test('is checked without one request', async () => {
    expect(asked).toEqual([]);
    expect(outsider.errors).toEqual([]);
    // One that the page tries to make is heard.
    await outsider.page.evaluate(() => fetch('/healthz').catch(() => null));
    expect(asked).toContainEqual(expect.stringContaining('/healthz'));
  });
});

describe('the reports', () => {
  const today = (): string => new Date(central.clock.now()).toISOString().slice(0, 10);

  test('say of a time without any stop that there was nothing, and what to do', async () => {
    await window.goTo('/reports?on=2020-01-15');
    await sentence(window).getByText('January 2020: nothing was handed over.').waitFor();
    await window.page.getByText('counted every five minutes').waitFor();
    expect(await window.faults()).toEqual([]);
  });

  test('say of a day how stops ended, and why codes were refused', async () => {
    await countReports(central.ports, day.depot as DepotId);
    await window.goTo(`/reports?by=day&on=${today()}`);
    await sentence(window).getByText(': 66.7% with the customer’s code.').waitFor();
    await window.page.getByText('Hand-overs: 3. With the dispatcher’s code: 1.').waitFor();
    const ends = window.page.getByRole('region', { name: 'How stops ended' });
    expect(await ends.getByRole('row').allTextContents()).toEqual([
      'WhatNumberShare',
      'Customer’s code240%',
      'Dispatcher’s code120%',
      'Not delivered120%',
      'Still open120%',
    ]);
    expect(await window.page.title()).toBe('Reports · Kerbside');
  });

  test('of a month have a column for each day, and a table with the same', async () => {
    await countMonthBefore(central, day.depot, today());
    const hostile = await enrolTerminal(central, day.depot, HOSTILE.terminal);
    await central.ports.pool.query(
      `insert into report_count (depot, kind, day, name, count)
       values ($1, 'terminal', $2, $3, 1)`,
      [day.depot, today(), hostile.id],
    );
    await window.goTo('/reports?by=month');
    await sentence(window).getByText('with the customer’s code.').waitFor();
    await window.page.locator('.day-columns').waitFor();
    await window.picture('console-reports');
    expect(await window.faults()).toEqual([]);
    await window.page.getByText('Table', { exact: true }).click();
    const rows = await window.page.locator('details tbody tr').count();
    expect(rows * 3).toBe(await window.page.locator('.day-columns rect').count());
    await window.page.keyboard.press('Tab');
  });

  test('are taken away as tables in which no name is a formula', async () => {
    await window.page.getByRole('button', { name: 'Download as a table: Terminals' }).click();
    const { from, to } = daysOf('month', today());
    const csv = (await window.downloaded(`reports-${from}-${to}-terminals.csv`)).toString();
    expect(csv).toBe(
      '\ufeffTerminal,Hand-overs,With the dispatcher’s code\r\nHandheld 1,3,1\r\n' +
        `"'=HYPERLINK(""https://evil.example"",""Handheld 8"")",1,0\r\n`,
    );
  });

  test('go to another time by the keys alone', async () => {
    await window.page.getByRole('link', { name: 'Earlier' }).focus();
    await window.page.keyboard.press('Enter');
    await window.page.waitForURL('**/reports?*on=*');
    await window.page.getByRole('link', { name: 'Later' }).focus();
    await window.page.keyboard.press('Enter');
    await window.page.getByRole('combobox', { name: /^Period/ }).selectOption('Week');
    await sentence(window)
      .getByText(/^Week of \d+ \w+ \d{4}:/)
      .waitFor();
    expect(window.errors).toEqual([]);
  });
});

describe.each(SIZES)('at $width×$height', (size) => {
  test.each([
    ['en', 'dark'],
    ['de', 'light'],
    ['ar', 'light'],
  ] as const)(
    'axe finds nothing in %s and %s, and all is in its place',
    async (language, theme) => {
      await window.resize(size);
      await window.prefer(language, theme);
      await window.goTo(`/proof/${day.of.code}`);
      await window.page.locator('.grounds').waitFor();
      await window.picture(`proof-${size.width}-${language}-${theme}`);
      expect(await window.faults()).toEqual([]);
      await window.goTo('/reports?by=month');
      await window.page.locator('.day-columns').waitFor();
      await window.page.locator('summary').click();
      await window.picture(`reports-${size.width}-${language}-${theme}`);
      expect(await window.faults()).toEqual([]);
    },
  );
});
