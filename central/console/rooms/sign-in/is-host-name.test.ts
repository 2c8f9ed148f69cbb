import { expect, test } from 'vitest';
import { isHostName } from './is-host-name.ts';

test.each([
  ['localhost', true],
  ['kerbside.example', true],
  ['10.example', true],
  ['127.0.0.1', false],
  ['192.168.0.7', false],
  ['[::1]', false],
])('%s is a name that passkeys can be for: %s', (host, isName) => {
  expect(isHostName(host)).toBe(isName);
});
