import { expect, test } from 'vitest';
import { deviceOf } from './device-of.ts';

const LIKE = 'Mozilla/5.0 (%) AppleWebKit/537.36 (KHTML, like Gecko)';
const by = (system: string, browser: string): string => `${LIKE.replace('%', system)} ${browser}`;

test.each([
  [by('Windows NT 10.0; Win64; x64', 'Chrome/131.0 Safari/537.36 Edg/131.0'), 'Edge · Windows'],
  [by('X11; Linux x86_64', 'Chrome/131.0.0.0 Safari/537.36'), 'Chrome · Linux'],
  [by('Linux; Android 15; K', 'Chrome/131.0 Mobile Safari/537.36'), 'Chrome · Android'],
  [by('iPhone; CPU iPhone OS 18_0 like Mac OS X', 'Version/18.0 Safari/604.1'), 'Safari · iPhone'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:133.0) Firefox/133.0', 'Firefox · macOS'],
  ['node', null],
  ['', null],
])('%s is called %s', (label, called) => {
  expect(deviceOf(label)).toBe(called);
});
