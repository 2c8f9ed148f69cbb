import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { csvLine, HEADER } from '../central/src/testing/seed.ts';
import type { TestCentral } from '../central/src/testing/test-central.ts';
import { makeKey } from './console/depot-day.ts';
import { type OpenConsole, openConsole, SIZES } from './console/open-console.ts';
import { type CentralAndDisplay, startCentralAndDisplay } from './support/central-and-display.ts';

// Files of deliveries in a real browser: from the drop to what came of it.

const HOSTILE = '<img src=x onerror="document.title=`run`">';

let started: CentralAndDisplay;
let central: TestCentral;
let depot: string;
let window: OpenConsole;
beforeAll(async () => {
  started = await startCentralAndDisplay();
  ({ central } = started);
  const facts = { name: 'Berlin South', sender: 'Kurier Süd', timeZone: 'Europe/Berlin' };
  depot = (await central.staff('POST', '/v1/depots', facts)).body.id;
  const key = await makeKey(central, 'dispatcher', depot);
  window = await openConsole(central, started.display, key);
  await window.resize(SIZES[1]);
});
afterAll(async () => {
  await window?.close();
  await started?.stop();
});

const page = () => window.page;
const heading = (name: string | RegExp) => page().getByRole('heading', { name, level: 1 });
/** Without what a browser says of each answer that is a refusal. */
const faultsOfPage = () => window.errors.filter((one) => !one.startsWith('Failed to load'));
const button = (name: string | RegExp) => page().getByRole('button', { name });
const row = (line: number) =>
  page()
    .locator('.bad-row')
    .filter({ hasText: `Line ${line} ` });
const choose = (name: string, text: string | Buffer) =>
  page()
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

/** Twelve lines of a route, of which three need somebody. */
const twelveLines = (route: string): string => {
  const lines = Array.from({ length: 12 }, (_, i) =>
    csvLine(central.clock.now(), i + 1, { route, arrivalIn: 3_600_000 * (i + 1) * 0.4 }),
  );
  lines[2] = lines[2]?.replace(/\+49\d+/, '=cmd|calc') ?? '';
  lines[5] = (lines[5] ?? '').replace('"Customer, 6"', `"${HOSTILE.replaceAll('"', '""')}"`);
  lines[5] = lines[5].replace(/\+49\d+/, '12');
  lines[8] = (lines[8] ?? '').replace(`PARCEL-${route}-9`, `PARCEL-${route}-8`);
  return [HEADER, ...lines].join('\r\n');
};

test('where no file has come in, it says what to do, and a template is there', async () => {
  await window.goTo('/import');
  await heading('No files this week.').waitFor();
  await window.picture('import-empty');
  expect(await window.faults()).toEqual([]);
  const template = await page().evaluate(async () => {
    const link = document.querySelector<HTMLAnchorElement>('a[download]');
    const answer = await fetch(link?.href ?? '');
    return [answer.headers.get('content-disposition'), await answer.text()];
  });
  expect(template[0]).toContain('attachment');
  expect(template[1]).toMatch(/^\ufeff?route,position,customer/);
});

describe('a file that is dropped', () => {
  test('is only checked: it says how many lines need somebody, and why, in order', async () => {
    await page().evaluate((text) => {
      const dropped = new DataTransfer();
      dropped.items.add(new File([text], 'today.csv'));
      const at = document.querySelector('.drop');
      for (const name of ['dragover', 'drop'])
        at?.dispatchEvent(new DragEvent(name, { dataTransfer: dropped, bubbles: true }));
    }, twelveLines('14'));
    await heading('12 lines, 3 need attention.').waitFor();
    await row(4).getByText('A spreadsheet has changed this.').waitFor();
    await row(7).getByText('This is not a telephone number.').waitFor();
    await row(10).getByText('Another line has this label.').waitFor();
    await row(7).getByText(HOSTILE).waitFor();
    expect(await page().title()).toBe('Import · Kerbside');
    await window.picture('console-import');
    expect(await window.faults()).toEqual([]);
    const { body } = await central.staff('GET', `/v1/routes?depot=${depot}`);
    expect(body.routes).toEqual([]);
  });

  test('is mended in place, by the keys alone', async () => {
    const phone = row(4).getByLabel('Telephone');
    await phone.fill('nobody');
    await phone.press('Enter');
    await row(4).getByText('This is not a telephone number.').waitFor();
    await phone.fill('0170 1234567');
    await phone.press('Enter');
    await row(4).getByRole('status').getByText('Fixed').waitFor();
    await heading('12 lines, 2 need attention.').waitFor();
    await row(7)
      .getByRole('button', { name: /^Leave out/ })
      .press('Enter');
    await row(7).getByRole('status').getByText('Left out').waitFor();
    await heading('12 lines, 1 needs attention.').waitFor();
    await button('Import 10 deliveries').waitFor();
    await page().getByText('1 line is left out, and comes back as a file.').waitFor();
    const label = row(10).getByLabel('Parcels');
    await label.fill('PARCEL-14-9-XYZ');
    await label.press('Enter');
    await heading('12 lines, all in order.').waitFor();
  });

  test('is imported then, and what was mended is what came', async () => {
    // The list was seen while the file waited, and is not what it was then.
    await page().getByRole('link', { name: 'Choose another file' }).click();
    await heading('1 file is waiting for you.').waitFor();
    await page().getByRole('link', { name: 'today.csv' }).click();
    await button('Import 11 deliveries').dblclick();
    await heading('11 deliveries imported').waitFor();
    await page().getByText('11 stops').waitFor();
    await window.picture('import-done');
    expect(await window.faults()).toEqual([]);
    const { body } = await central.staff('GET', `/v1/routes?depot=${depot}`);
    expect(body.routes).toMatchObject([{ name: '14' }]);
    await page().getByText('No terminal yet: assign it').waitFor();
    await page().getByRole('link', { name: 'Route 14' }).click();
    await heading(/^Route 14: 0 of 11 stops closed/).waitFor();
    await page().goBack();
    await page().getByRole('link', { name: 'Back to the files' }).click();
    await heading('The last file brought 11 deliveries.').waitFor();
    await page().getByRole('link', { name: 'today.csv' }).waitFor();
  });
});

test('what nobody mends is left out, and comes back as a file in which nothing computes', async () => {
  await choose('evening.csv', twelveLines('15'));
  await heading('12 lines, 3 need attention.').waitFor();
  await button('Import 9 deliveries').click();
  await heading('9 deliveries imported').waitFor();
  const link = page().getByRole('link', { name: 'Download the 3 lines that were not imported' });
  const rest = await link.evaluate(async (element) => {
    const answer = await fetch((element as HTMLAnchorElement).href);
    return answer.text();
  });
  expect(rest).toContain("'=cmd|calc");
  expect(rest.trimEnd().split('\r\n')).toHaveLength(4);
});

test('a file that comes twice is known; a parcel that was tried asks, and goes once more if that is meant', async () => {
  await window.goTo('/import');
  const file = twelveLines('18');
  await choose('twice.csv', file);
  await button('Import 9 deliveries').click();
  await heading('9 deliveries imported').waitFor();
  const { rowCount } = await central.ports.pool.query(
    `update delivery set exception = 'nobody-home' where customer = 'Customer, 1'
       and route in (select id from route where name = '18')`,
  );
  expect(rowCount).toBe(1);
  await window.goTo('/import');
  await choose('again.csv', file);
  await heading('12 lines, 12 need attention.').waitFor();
  await page()
    .getByText(/^This file has already been imported: /)
    .waitFor();
  await row(2).getByText('A driver already tried to deliver this parcel on that day.').waitFor();
  await window.picture('import-twice');
  expect(await window.faults()).toEqual([]);
  await row(2)
    .getByRole('button', { name: /^Import anyway/ })
    .click();
  await row(2).getByRole('status').getByText('Will be imported anyway').waitFor();
  await heading('12 lines, 11 need attention.').waitFor();
  await button('Import 1 delivery').click();
  await heading('1 delivery imported').waitFor();
});

test('a heading that nobody knows is shown with samples; somebody says what it is, and that is kept', async () => {
  await window.goTo('/import');
  const file = twelveLines('16').replace(',phone,', ',Ruf an unter,');
  await choose('other.csv', file);
  await heading('1 column is missing.').waitFor();
  await page().getByText('Telephone: ').waitFor();
  await window.picture('import-columns');
  expect(await window.faults()).toEqual([]);
  await page().getByLabel('Meaning: Ruf an unter').selectOption('Telephone');
  await button('Check again').click();
  await heading('12 lines, 3 need attention.').waitFor();
  await button('Import 9 deliveries').click();
  await heading('9 deliveries imported').waitFor();
  const { body } = await central.staff('GET', `/v1/depots/${depot}/import-headings`);
  expect(body.headings).toEqual([{ heading: 'Ruf an unter', meaning: 'phone' }]);
});

test('letters that had to be guessed are said, beside names to look at', async () => {
  await window.goTo('/import');
  const line = csvLine(central.clock.now(), 1, { route: '17' }).replace('Customer, 1', 'Müßig');
  await choose('old.csv', Buffer.from([HEADER, line].join('\n'), 'latin1'));
  await heading('1 line, all in order.').waitFor();
  await page().getByText('The file’s character encoding had to be guessed.').waitFor();
  await page().locator('.column-rows').getByText('Müßig').waitFor();
});

test('what is no table is refused in words, and so is what is too large, before it is sent', async () => {
  await window.goTo('/import');
  await choose('picture.csv', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 1, 0xff, 0, 3]));
  await heading('This file can’t be imported.').waitFor();
  await window.goTo('/import');
  await page().evaluate(() => {
    const part = new Blob([new Uint8Array(1 << 20)]);
    const file = new File(new Array(1_025).fill(part), 'all.csv');
    const dropped = new DataTransfer();
    dropped.items.add(file);
    document
      .querySelector('.drop')
      ?.dispatchEvent(new DragEvent('drop', { dataTransfer: dropped, bubbles: true }));
  });
  await page().getByRole('alert').getByText('This file is too large. At most 1 GB').waitFor();
});

test('a file of a million lines is sent without being held in memory, and judged', async () => {
  await window.goTo('/import');
  const heap = async (): Promise<number> => {
    await window.debug.send('HeapProfiler.collectGarbage');
    return (await window.debug.send('Runtime.getHeapUsage')).usedSize;
  };
  const before = await heap();
  await page().evaluate(() => {
    const part = new Blob([`${'a;b;c;d\r\n'.repeat(10_000)}`]);
    const dropped = new DataTransfer();
    dropped.items.add(new File(['x;y;z;w\r\n', ...new Array(100).fill(part)], 'million.csv'));
    document
      .querySelector('.drop')
      ?.dispatchEvent(new DragEvent('drop', { dataTransfer: dropped, bubbles: true }));
  });
  await heading('9 columns are missing.').waitFor({ timeout: 60_000 });
  expect((await heap()) - before).toBeLessThan(10_000_000);
});

test('a mistake that comes up after another was mended is said at once, beside what may be its cause', async () => {
  await window.goTo('/import');
  const now = central.clock.now();
  const at = (hours: number) => new Date(now + hours * 3_600_000).toISOString();
  const cells = csvLine(now, 1, { route: '18' }).split(',');
  const of = (name: string) => HEADER.split(',').indexOf(name) - HEADER.split(',').length;
  const line = cells.with(of('not_before'), at(9)).with(of('not_after'), at(8)).join(',');
  await choose('times.csv', [HEADER, line].join('\n'));
  await heading('1 line, 1 needs attention.').waitFor();
  await row(2).getByText('It ends before it begins.').waitFor();
  const until = row(2).getByLabel('Valid until');
  await until.fill(at(20));
  await until.press('Enter');
  await row(2).getByText('The code isn’t valid at the arrival time.').waitFor();
  const from = row(2).getByLabel('Valid from');
  await from.fill(at(-1));
  await from.press('Enter');
  await row(2).getByRole('status').getByText('Fixed').waitFor();
  await heading('1 line, all in order.').waitFor();
});

test('a file that is not there any more says so', async () => {
  expect(faultsOfPage()).toEqual([]);
  await window.goTo('/import/3f0c9a52-6d3b-4b7e-9a54-0f6d2b1c7e11');
  await heading('This file is no longer here.').waitFor();
});

describe.each(SIZES)('at $width×$height', (size) => {
  test.each([
    ['en', 'light'],
    ['ar', 'dark'],
  ] as const)(
    'axe finds nothing in %s and %s, and all is in its place',
    async (language, theme) => {
      await window.prefer(language, theme);
      await window.resize(size);
      await window.goTo('/import');
      await page().locator('.file-row').first().waitFor();
      await window.picture(`import-${size.width}-${language}-${theme}`);
      expect(await window.faults()).toEqual([]);
      await choose('audit.csv', twelveLines(`A${size.width}${language}`));
      await page().locator('.bad-row').first().waitFor();
      await window.picture(`import-file-${size.width}-${language}-${theme}`);
      expect(await window.faults()).toEqual([]);
      expect(faultsOfPage()).toEqual([]);
    },
  );
});
