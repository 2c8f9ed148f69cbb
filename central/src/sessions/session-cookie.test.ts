import { expect, test } from 'vitest';
import { givesSession } from './session-cookie.ts';

const HTTPS = 'https://central.example';
const HTTP = 'http://localhost:8443';

test.each([
  [HTTPS, '__Host-kerbside=abc; Path=/; Secure', true],
  [HTTP, 'kerbside=abc; Path=/', true],
  [HTTPS, ['__Host-kerbside-flow=; Max-Age=0', '__Host-kerbside=abc; Path=/'], true],
  [HTTPS, '__Host-kerbside-flow=abc; Path=/', false],
  [HTTPS, '__Host-kerbside=; Max-Age=0; Path=/', false],
  [HTTPS, 'kerbside=abc; Path=/', false],
  [HTTPS, undefined, false],
])('at %s the cookie %s gives a session: %s', (url, header, gives) => {
  expect(givesSession({ getHeader: () => header }, url)).toBe(gives);
});
