import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { answerOf, isClosed, results } from './results.ts';
import { STEPS } from './steps.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const SAMPLE = {
  version: 1,
  at: '2026-11-30T08:00:00.000Z',
  machine: {
    platform: 'win32',
    release: '10.0.19045',
    processor: 'x64',
    node: '24.21.0',
    memoryGb: 4,
  },
  found: {
    bootId: true,
    machineId: true,
    keychain: true,
    noReports: null,
    closedProfile: false,
    ports: ['0c2e:0ca7', null],
  },
  steps: [{ id: 'install', answer: 'yes', seconds: 40 }],
} as const;

test('results have no place for a name, a path or a note', () => {
  expect(results.safeParse(SAMPLE).success).toBe(true);
  for (const extra of [
    { note: 'text' },
    { machine: { ...SAMPLE.machine, host: 'DEPOT-7' } },
    { machine: { ...SAMPLE.machine, release: 'C:\\Users\\kim' } },
    { found: { ...SAMPLE.found, ports: ['USB\\VID_0C2E&PID_0CA7\\12345'] } },
    { steps: [{ ...SAMPLE.steps[0], answer: 'Kim says yes' }] },
    { steps: [{ ...SAMPLE.steps[0], id: 'other' }] },
  ]) {
    expect(results.safeParse({ ...SAMPLE, ...extra }).success).toBe(false);
  }
});

test('an answer is one letter, or a word that begins with it', () => {
  expect(['y', ' Yes', 'n', 'S', '', '?'].map(answerOf)).toEqual([
    'yes',
    'yes',
    'no',
    'not-done',
    null,
    null,
  ]);
});

test.each([
  ['D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FA;;;S-1-5-21-1-2-3-1001)', true],
  ['O:BAG:BAD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)', true],
  // Users, everybody, those who have signed in, and a second account.
  ['D:AI(A;OICIID;FA;;;SY)(A;OICIID;0x1200a9;;;BU)', false],
  ['D:(A;OICI;FA;;;WD)', false],
  ['D:(A;OICI;FA;;;SY)(A;OICI;0x1301bf;;;AU)', false],
  ['D:P(A;;FA;;;S-1-5-21-1-2-3-1001)(A;;FR;;;S-1-5-21-1-2-3-1002)', false],
  // Whom it denies is not let in.
  ['D:P(D;OICI;FA;;;WD)(A;OICI;FA;;;SY)', true],
  ['D:P', false],
  ['no list', null],
])('who may use a folder is read from its list: %s, %s (W15)', (sddl, closed) => {
  expect(isClosed(sddl)).toBe(closed);
});

test('the page has each step, in this order', () => {
  const page = readFileSync(path.join(root, 'docs', 'windows.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `([a-z-]+)` +\|/gm)].map(([, id]) => id);
  expect(rows).toEqual(STEPS.map(({ id }) => id));
});
