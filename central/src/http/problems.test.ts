import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { PROBLEMS } from './problems.ts';

const page = readFileSync(
  path.resolve(import.meta.dirname, '../../../docs/protocol/identities-and-forms.md'),
  'utf8',
);
/** The rows of the page's tables whose header has this in it, as their cells. */
const rowsOf = (header: string): string[][] => {
  const [, body = ''] = page.split(new RegExp(`^\\| ${header} .*\\n\\|[ |-]+\\n`, 'mu'));
  const rows = body.split('\n');
  return rows
    .slice(
      0,
      rows.findIndex((row) => !row.startsWith('|')),
    )
    .map((row) => row.slice(1, -1).split('|'));
};
const codesIn = (cell = ''): string[] => [...cell.matchAll(/`([a-z-]+)`/gu)].map(([, c = '']) => c);
const statusesIn = (cell = ''): number[] => [...cell.matchAll(/\d{3}/gu)].map(Number);

test("the protocol's page has every problem code with its status, and what a terminal does", () => {
  const documented: Record<string, number | undefined> = {};
  for (const [codes, statuses, act = ''] of rowsOf('code')) {
    const each = statusesIn(statuses);
    codesIn(codes).forEach((code, i) => {
      documented[code] = each[i] ?? each[0];
    });
    expect(act.trim(), codes).not.toBe('');
  }
  for (const [status, codes] of rowsOf('status')) {
    for (const code of codesIn(codes)) documented[code] = statusesIn(status)[0];
  }
  expect(documented).toEqual(
    Object.fromEntries(Object.entries(PROBLEMS).map(([code, [status]]) => [code, status])),
  );
});
