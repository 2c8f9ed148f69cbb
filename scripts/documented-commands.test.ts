import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const lineOf = (page: string, beginning: string): string =>
  page.split('\n').find((line) => line.startsWith(beginning)) ?? '';
const namesIn = (folder: string, ending: string): readonly string[] =>
  readdirSync(path.join(root, folder))
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length));
const missingIn = (text: string, names: readonly string[]): readonly string[] =>
  names.filter((name) => !text.includes(`\`${name}\``));

const readme = read('README.md');
const proof = read('docs/proof.md');

describe('README.md has', () => {
  it('every command of package.json', () => {
    const { scripts } = JSON.parse(read('package.json'));
    const missing = Object.keys(scripts).filter(
      (name) => !new RegExp(`\`npm (?:run )?${name}\\b`, 'u').test(readme),
    );
    expect(missing).toEqual([]);
  });

  it('every campaign, and every benchmark', () => {
    const campaigns = namesIn('faults', '.campaign.ts');
    expect(campaigns.length).toBeGreaterThan(10);
    expect(missingIn(lineOf(readme, '| `npm run faults'), campaigns)).toEqual([]);
    const benchmarks = namesIn('bench', '.benchmark.ts');
    expect(benchmarks.length).toBeGreaterThan(8);
    expect(missingIn(lineOf(readme, '| `npm run bench'), benchmarks)).toEqual([]);
  });
});

describe('docs/proof.md has', () => {
  it('a row for every campaign, with each of its cells', () => {
    for (const name of namesIn('faults', '.campaign.ts')) {
      const cells = lineOf(proof, `| \`${name}\``).split(' | ');
      expect(cells, name).toHaveLength(5);
      for (const cell of cells) expect(cell.replace(/[|\s]/gu, ''), name).not.toBe('');
    }
  });

  it('what every benchmark measures', () => {
    const missing = namesIn('bench', '.benchmark.ts').filter(
      (name) => !proof.includes(`\`npm run bench -- ${name}\``),
    );
    expect(missing).toEqual([]);
  });
});
