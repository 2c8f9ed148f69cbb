import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instant } from '../../protocol/ids.ts';
import { DEFAULT_POLICY } from '../../protocol/policy.ts';
import { sampleReport } from '../../testing/sample-report.ts';
import { DEFAULT_IT_SETTINGS } from '../settings/it-settings.ts';
import { DEFAULT_SETTINGS } from '../settings/settings.ts';
import {
  bundleName,
  bundleText,
  MAX_LOG_LINES,
  makeBundle,
  redactLine,
  supportBundle,
} from './bundle.ts';

const AT = '2026-11-24T10:00:00.000Z';
const parts = {
  report: sampleReport(),
  settings: DEFAULT_SETTINGS,
  itSettings: DEFAULT_IT_SETTINGS,
  policy: DEFAULT_POLICY,
  crashes: [],
  now: instant.parse(Date.parse(AT)),
};
const line = (facts: object) => JSON.stringify({ at: AT, event: 'dock-failed', ...facts });

test('a known fact in its form stays, anything else is left out and counted', () => {
  const said = {
    problem: 'central-slow',
    step: 'hand-in',
    street: 'Lindenweg 3',
    code: 'K7QD92MX4T',
  };
  expect(redactLine(line(said))).toEqual({
    at: AT,
    event: 'dock-failed',
    problem: 'central-slow',
    step: 'hand-in',
    leftOut: 2,
  });
});

test.each([
  ['problem', 'K7QD9-2MX4T'],
  ['problem', 'Lindenweg 3'],
  ['step', '+4930123456'],
  ['terminal', '4930123456'],
  ['version', '+49.301.23456'],
  ['electron', '0301234567'],
  ['handedIn', 4930123456],
  ['channel', 'toString'],
  ['__proto__', 'x'],
])('a secret in the place of a known fact is left out: %s', (name, secret) => {
  const shown = redactLine(`{"at":"${AT}","event":"start","${name}":${JSON.stringify(secret)}}`);
  expect(JSON.stringify(shown)).not.toContain(String(secret));
});

test('whatever stands in the log, a bundle has nothing that its schema does not know', () => {
  const facts = fc.dictionary(fc.string(), fc.jsonValue());
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), facts.map(line))), (lines) => {
      const bundle = makeBundle({ ...parts, lines });
      expect(supportBundle.parse(JSON.parse(bundleText(bundle)))).toEqual(bundle);
      expect(bundle.log.length + bundle.unreadLines).toBe(lines.length);
    }),
  );
});

test('a report with a field too many makes no bundle', () => {
  const report = { ...parts.report, customer: 'R. Okafor' };
  expect(() => makeBundle({ ...parts, report, lines: [] })).toThrow();
});

test('the newest lines are kept where there are too many', () => {
  const lines = Array.from({ length: MAX_LOG_LINES + 5 }, (_, i) =>
    JSON.stringify({ at: AT, event: 'start', version: `0.0.${i}` }),
  );
  const { log } = makeBundle({ ...parts, lines });
  expect(log).toHaveLength(MAX_LOG_LINES);
  expect(log.at(-1)).toMatchObject({ version: `0.0.${MAX_LOG_LINES + 4}` });
});

test('the file is named by the terminal and the day', () => {
  const bundle = makeBundle({ ...parts, lines: [] });
  expect(bundleName(bundle)).toBe('kerbside-3f2a91c0-2026-11-24.kerbside-support');
  const bare = makeBundle({ ...parts, report: { ...parts.report, terminal: null }, lines: [] });
  expect(bundleName(bare)).toBe('kerbside-new-2026-11-24.kerbside-support');
});
