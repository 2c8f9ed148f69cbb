import { expect, test } from 'vitest';
import { readFpmArguments } from './fpm-arguments.ts';

const args = [
  ...['--architecture', 'amd64', '--after-install', '/t/in', '--after-remove', '/t/out'],
  ...['--description', 'Short\n Longer', '--version', '1.2.3~rc1', '--package', '/d/k.deb'],
  ...['--name', 'kerbside', '--maintainer', 'A <a@b.example>', '--vendor', 'V'],
  ...['--url', 'https://k.example', '--category', 'misc', '--deb-priority', 'optional'],
  ...['--license', 'Apache-2.0', '--depends=libnss3', '--depends=a | b', '--deb-recommends=c'],
  ...['/app/=/opt/My App', 'rules=/usr/lib/udev/rules.d/70.rules'],
];

test('the arguments for fpm say everything that a deb needs', () => {
  expect(readFpmArguments(args)).toMatchObject({
    name: 'kerbside',
    version: '1.2.3~rc1',
    depends: ['libnss3', 'a | b'],
    recommends: ['c'],
    description: 'Short\n Longer',
    files: [
      { from: '/app/', to: '/opt/My App' },
      { from: 'rules', to: '/usr/lib/udev/rules.d/70.rules' },
    ],
  });
});

test('an argument that is not known is an error, not left out', () => {
  expect(() => readFpmArguments([...args, '--deb-pre-depends', 'x'])).toThrow('--deb-pre-depends');
  expect(() => readFpmArguments([...args, 'a-file-to-nowhere'])).toThrow('a-file-to-nowhere');
});

test('an argument that is missing is an error', () => {
  expect(() => readFpmArguments(args.slice(2))).toThrow('--architecture');
});
