import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { centralForTests } from '../testing/central-for-tests.ts';
import { envOf, runCli } from '../testing/run-cli.ts';
import { csvLine, HEADER } from '../testing/seed.ts';

const central = centralForTests();
let folder: string;
let count = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kerbside-import-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const kerbside = (...args: string[]) => runCli({ env: envOf(central) }, ...args);
const newDepot = async (): Promise<string> => {
  const name = `Import ${++count}`;
  await kerbside('depot', 'create', name, '--time-zone', 'Europe/Berlin');
  return name;
};
const fileOf = async (...rows: string[]): Promise<string> => {
  const file = join(folder, `${++count}.csv`);
  await writeFile(file, [HEADER, ...rows].join('\n'));
  return file;
};
const row = (position: number): string => csvLine(central.clock.now(), position);
const bad = (position: number): string => row(position).replace(/\+49\d+/, '+49170');

describe('delivery import', () => {
  it('says what was imported, and what ought to be looked at', async () => {
    const depot = await newDepot();
    const file = await fileOf(row(1).replace(/\+49\d+/, '+493012345678'), row(2));
    const done = await kerbside('delivery', 'import', file, '--depot', depot);
    expect(done).toMatchObject({ code: 0, err: '' });
    expect(done.out).toMatch(/^imported 2 deliveries\n/);
    expect(done.out).toMatch(/note: row 2, phone: This is a landline/);
  });

  it('says of each bad row what is wrong, and imports nothing', async () => {
    const depot = await newDepot();
    const refused = await kerbside(
      'delivery',
      'import',
      await fileOf(row(1), bad(2)),
      '--depot',
      depot,
    );
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(/\[csv-refused\]\n {2}row 3, phone: .*\[not-a-phone-number\]\n$/);
    expect((await kerbside('route', 'list', '--depot', depot)).out).toMatch(/^none on .*\n$/);
  });

  it('says that the same file was imported before, when and by whom, before it is again', async () => {
    const depot = await newDepot();
    const file = await fileOf(row(1));
    const given = ['delivery', 'import', file, '--depot', depot];
    expect((await kerbside(...given)).out).not.toContain('already');
    const again = await kerbside(...given);
    expect(again.code).toBe(1);
    expect(again.err).toMatch(
      / {2}this file was imported already, at 20\d\d-\d\d-\d\d \d\d:\d\d \(Europe\/Berlin\) by .+\n/,
    );
    expect(again.err).toContain('[label-in-use]');
    const dry = await kerbside(...given, '--dry-run', '--good-only', '--again');
    expect(dry.out).toMatch(/^note: this file was imported already/);
  });

  it('only says what would be, in a dry run', async () => {
    const depot = await newDepot();
    const file = await fileOf(row(1));
    const dry = await kerbside('delivery', 'import', file, '--depot', depot, '--dry-run');
    expect(dry.out).toMatch(/^would import 1 delivery; nothing was changed\n/);
    expect((await kerbside('delivery', 'import', file, '--depot', depot)).code).toBe(0);
  });

  it('takes the good rows, and writes the others to a file that nobody else reads', async () => {
    const depot = await newDepot();
    const rest = join(folder, 'rest.csv');
    const file = await fileOf(row(1), bad(2));
    const given = ['delivery', 'import', file, '--depot', depot, '--good-only'];
    expect((await kerbside(...given)).code).toBe(2);
    const done = await kerbside(...given, '--rest', rest, '--json');
    expect(JSON.parse(done.out)).toMatchObject({ imported: 1, refused: 1, rows: 2 });
    expect((await stat(rest)).mode & 0o777).toBe(0o600);
    const text = await readFile(rest, 'utf8');
    expect(text.trimEnd().split('\r\n')).toHaveLength(2);
    const plain = await kerbside(...given, '--rest', join(folder, 'rest-2.csv'));
    expect(plain.out).toContain('not imported: mend them in ');
    const again = await kerbside(...given, '--rest', rest);
    expect(again).toMatchObject({ code: 2, err: expect.stringContaining('[file-not-writable]') });
    await writeFile(rest, text.replace("'+49170", "'+491701234567"));
    const mended = await kerbside('delivery', 'import', rest, '--depot', depot);
    expect(mended.out).toMatch(/^imported 1 delivery\n/);
  });

  it('leaves no file for the rest where there is none', async () => {
    const depot = await newDepot();
    const rest = join(folder, 'no-rest.csv');
    for (const file of [await fileOf(row(1)), await fileOf('"R1,1'), join(folder, 'absent.csv')]) {
      await kerbside('delivery', 'import', file, '--depot', depot, '--good-only', '--rest', rest);
      await expect(stat(rest)).rejects.toThrow();
    }
  });

  it('keeps what headings mean, shows it, and forgets it', async () => {
    const depot = await newDepot();
    const file = await fileOf(row(1));
    await writeFile(file, (await readFile(file, 'utf8')).replace('phone', 'Handy-Nr'));
    const given = ['delivery', 'import', file, '--depot', depot];
    expect((await kerbside(...given)).err).toMatch(
      /row 1, phone: No heading .*\n.*--map "My heading=phone"/,
    );
    expect((await kerbside(...given, '--map', 'Handy-Nr')).code).toBe(2);
    expect((await kerbside(...given, '--map', 'Handy-Nr=phone')).code).toBe(0);
    const columns = ['delivery', 'columns', '--depot', depot];
    expect((await kerbside(...columns)).out).toMatch(/Handy-Nr +phone\n$/);
    expect((await kerbside(...columns, '--forget', 'Handy-Nr')).out).not.toMatch('Handy-Nr');
    expect((await kerbside(...columns, '--map', 'Wer=customer')).out).toMatch(/Wer +customer\n$/);
  });

  it('shows a person how far it is, and takes that away again', async () => {
    const depot = await newDepot();
    const shown: string[] = [];
    const given = { env: envOf(central), progress: (text: string) => shown.push(text) };
    await runCli(given, 'delivery', 'import', await fileOf(row(1)), '--depot', depot);
    expect(shown[0]).toBe('sending the file');
    expect(shown.at(-1)).toBe('');
  });
});

it('delivery template prints a file that can be imported', async () => {
  const depot = await newDepot();
  const { out } = await kerbside('delivery', 'template', '--depot', depot);
  const file = join(folder, 'template.csv');
  await writeFile(file, out);
  const done = await kerbside('delivery', 'import', file, '--depot', depot);
  expect(done).toMatchObject({ code: 0, err: '' });
  expect(done.out).toMatch(/^imported 2 deliveries\n/);
});
