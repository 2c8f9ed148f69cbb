import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { centralForTests } from '../testing/central-for-tests.ts';
import { envOf, runCli } from '../testing/run-cli.ts';
import { csvLine, HEADER } from '../testing/seed.ts';

const central = centralForTests();
const page = await readFile(join(import.meta.dirname, '../../../docs/import.md'), 'utf8');
const DEPOT = 'Berlin South';
let folder: string;
let count = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kerbside-import-page-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The words of a command, as a shell hands them over; what it writes to a file is not one. */
const wordsOf = (command: string): string[] =>
  [...command.replace(/ > \S+$/, '').matchAll(/"([^"]*)"|(\S+)/g)].map(
    ([, quoted, plain]) => quoted ?? plain ?? '',
  );
const commands = [...page.matchAll(/^ {4}npm run (?:--silent )?kerbside -- (.+)$/gm)].map(
  ([, command = '']) => command,
);
const newDepot = async (): Promise<string> => {
  const name = `${DEPOT} ${++count}`;
  const made = { name, timeZone: 'Europe/Berlin' };
  const { id } = (await central.staff('POST', '/v1/depots', made)).body;
  const token = { serial: 'FT-1', scheme: { kind: 'hotp' }, seed: 'ab'.repeat(20) };
  await central.staff('POST', `/v1/depots/${id}/tokens`, token);
  return name;
};

/** What an import is made of. */
const readSources = async (): Promise<string> => {
  const texts: string[] = [];
  for (const room of ['import', 'deliveries']) {
    const at = join(import.meta.dirname, '..', room);
    for (const name of await readdir(at)) {
      if (name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.endsWith('routes.ts')) {
        texts.push(await readFile(join(at, name), 'utf8'));
      }
    }
  }
  return texts.join('\n');
};

describe('the page on importing', () => {
  it('has commands', () => {
    expect(commands.length).toBeGreaterThan(6);
  });

  it.each(commands)('has a command that works: %s', async (command) => {
    const depot = await newDepot();
    const now = central.clock.now();
    const file = command.includes('Handy-Nr')
      ? [`${HEADER.replace('phone', 'Handy-Nr')},Shop`, `${csvLine(now, 1)},Acme`]
      : [HEADER, csvLine(now, 1)];
    await writeFile(join(folder, 'today.csv'), file.join('\n'));
    const words = wordsOf(command).map((word) =>
      word === DEPOT ? depot : word.endsWith('.csv') ? join(folder, word) : word,
    );
    expect(await runCli({ env: envOf(central) }, ...words)).toMatchObject({ code: 0, err: '' });
  });

  it('has a template that can be imported, once its dates are not over', async () => {
    const [, template = ''] = /```csv\n(.*?)```/s.exec(page) ?? [];
    const tomorrow = new Date(central.clock.now() + 86_400_000).toISOString().slice(0, 10);
    const file = join(folder, 'template.csv');
    // In winter the offset is another one.
    const text = template.replaceAll('2026-05-04', tomorrow).replace('T11:00+02:00', ' 11:00');
    await writeFile(file, text);
    const depot = await newDepot();
    const done = await runCli(
      { env: envOf(central) },
      'delivery',
      'import',
      file,
      '--depot',
      depot,
    );
    expect(done).toMatchObject({ code: 0, out: expect.stringMatching(/^imported 3 deliveries\n/) });
  });

  it('names every code that an import can give', async () => {
    const sources = await readSources();
    const given = new Set(
      [
        ...sources.matchAll(
          /(?:code: |refuse\(\s*|spoilt\(\s*|\? )'([a-z]+(?:-[a-z]+)+|missing|workbook|formula)'/g,
        ),
      ].map(([, code = '']) => code),
    );
    expect(given.size).toBeGreaterThan(30);
    expect([...given].filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
  });
});
