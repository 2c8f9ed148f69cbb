import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { OWN_SWITCHES, refusedAtStart } from './refuse-driven.ts';

test.each([
  '--remote-debugging-port=9222',
  '--remote-debugging-pipe',
  '--inspect',
  '--inspect-brk=0.0.0.0:9229',
  '--inspect-publish-uid=http',
  '--js-flags=--expose-gc',
  '--no-sandbox',
  '--disable-web-security',
  '--load-extension=/tmp/x',
  '--renderer-cmd-prefix=xterm',
  '--gpu-launcher=xterm',
  '--proxy-server=elsewhere',
  '--user-data-dir=/tmp/x',
  '-inspect',
  '/inspect',
  '/remote-debugging-port=9222',
  '--',
  '--Lang=de',
])('a release does not start with %s', (arg) => {
  expect(refusedAtStart(['--lang=de', arg], {}, true)).toBe(arg.split('=')[0]);
});

test('it starts with what the screen or the language needs, and with a file', () => {
  const args = ['--lang=de', '--ozone-platform=wayland', '--disable-gpu', '/media/a/b', '/C/x.zip'];
  expect(refusedAtStart(args, { PATH: '/bin' }, true)).toBeNull();
  expect(refusedAtStart([], {}, true)).toBeNull();
});

test('a slash begins a switch on Windows alone', () => {
  expect(refusedAtStart(['/project'], {}, true)).toBe('/project');
  expect(refusedAtStart(['/project'], {}, false)).toBeNull();
  expect(refusedAtStart(['-inspect'], {}, false)).toBe('-inspect');
});

test.each(['NODE_TLS_REJECT_UNAUTHORIZED', 'SSLKEYLOGFILE'])(
  'it does not start with %s',
  (name) => {
    expect(refusedAtStart([], { [name]: '0' }, true)).toBe(name);
  },
);

test.each(Object.values(OWN_SWITCHES))(
  'it starts with --%s, which it reads itself (A3)',
  (name) => {
    expect(refusedAtStart([`--${name}`, '--lang=de'], {}, false)).toBeNull();
  },
);

test('it reads no switch but those of the one list (A3)', () => {
  const root = join(import.meta.dirname, '..');
  const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
  );
  const read = sources.flatMap((file) => [
    ...readFileSync(join(root, file), 'utf8').matchAll(/(?:hasSwitch|getSwitchValue)\(([^)]*)\)/g),
  ]);
  expect(read.map(([, name]) => name)).toEqual(['OWN_SWITCHES.kiosk']);
});
