import { expect, test } from 'vitest';
import { DEFAULT_SETTINGS, readSettings, type Settings, writeSettings } from './settings.ts';

const chosen: Settings = { language: 'ar', volume: 30, scanner: '/dev/ttyACM0', kiosk: true };

test('what is written is read again', () => {
  expect(readSettings(writeSettings(chosen))).toEqual({ settings: chosen, problem: null });
});

test('a file from a newer version is told from a damaged one, whatever else stands in it', () => {
  const newer = readSettings('{"version":2,"language":"tlh","volume":"loud"}');
  expect(newer).toEqual({ settings: DEFAULT_SETTINGS, problem: 'settings-newer' });
});

test.each([
  '',
  '{"version":1',
  'null',
  '{"version":0}',
  '{"version":1,"language":"en"}',
  writeSettings(chosen).replace('30', '31'),
  writeSettings(chosen).replace('/dev/ttyACM0', '/etc/passwd'),
])('a damaged file stands as the defaults: %s', (text) => {
  expect(readSettings(text)).toEqual({ settings: DEFAULT_SETTINGS, problem: 'settings-damaged' });
});
