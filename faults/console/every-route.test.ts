import { describe, expect, it } from 'vitest';
import { ADDRESSES } from '../../central/src/console/console-routes.ts';
import { centralForTests } from '../../central/src/testing/central-for-tests.ts';
import { checkRoutes } from './check-routes.ts';
import { type Answer, judgeHeaders } from './judge-headers.ts';

describe('every route', () => {
  const central = centralForTests({
    publicUrl: 'https://central.example',
    trustedProxies: ['127.0.0.1'],
  });

  it('says to browsers what they may do with its answer, whoever asks how', async () => {
    const proxied = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'central.example' };
    const { faults, answers, pages } = await checkRoutes(central.url, proxied, true);
    expect(faults).toEqual([]);
    expect(answers).toBeGreaterThan(700);
    expect(pages).toBeGreaterThan(ADDRESSES.length);
  });
});

const SAFE = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'content-type': 'application/json',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};
const judge = (headers: Record<string, string>, more: Partial<Answer> = {}, isSecure = false) =>
  judgeHeaders(
    { status: 200, body: '', headers: new Headers({ ...SAFE, ...headers }), ...more },
    { method: 'GET', path: '/v1/me', isSecure },
  );
const PAGE = {
  'content-type': 'text/html; charset=utf-8',
  'cross-origin-opener-policy': 'same-origin',
};
const POLICY =
  "default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

it('an answer that is safe has nothing wrong with it', () => {
  expect(judge({})).toEqual([]);
  expect(judge({ ...PAGE, 'content-security-policy': POLICY })).toEqual([]);
});

it.each([
  [{ 'x-content-type-options': '' }, 'x-content-type-options'],
  [{ 'referrer-policy': 'origin' }, 'referrer-policy'],
  [{ 'cache-control': 'private' }, 'it may be kept'],
  [{ 'access-control-allow-origin': '*' }, 'another site may read it'],
  [{ 'x-powered-by': 'something' }, 'it says what runs here'],
  [{ 'content-security-policy': "default-src 'self'" }, 'default-src'],
  [{ ...PAGE, 'content-security-policy': POLICY.replace("'self'", "'unsafe-inline'") }, 'unsafe'],
  [{ ...PAGE, 'content-security-policy': POLICY.replace("'self'", 'https:') }, 'lets in https:'],
  [{ ...PAGE, 'content-security-policy': POLICY.replace(/; require.*/, '') }, 'require-trusted'],
  [{ ...PAGE, 'content-security-policy': POLICY.replace(/frame-[^;]*; /, '') }, 'frame-ancestors'],
  [{ 'set-cookie': 'kerbside=a; Path=/; SameSite=Strict' }, 'read by scripts'],
  [{ 'set-cookie': 'kerbside=a; Path=/; HttpOnly; SameSite=None' }, 'any site'],
  [{ 'set-cookie': 'k=a; Path=/; HttpOnly; SameSite=Lax; Domain=example' }, 'other hosts'],
])('one with %o is found', (headers, fault) => {
  expect(judge(headers).join('\n')).toContain(fault);
});

it('by https, cookies are the host’s own, and http is over', () => {
  const cookie = { 'set-cookie': 'kerbside=a; Path=/; HttpOnly; SameSite=Strict; Secure' };
  const found = judge(cookie, {}, true).join('\n');
  expect(found).toContain('not bound to this host');
  expect(found).toContain('by http the next time');
});

it('a refusal is a problem document, and one of a method names the others', () => {
  const refused = { status: 405 };
  expect(judge({}, refused)).toHaveLength(2);
  const problem = { 'content-type': 'application/problem+json', allow: 'GET, HEAD' };
  expect(judge(problem, refused)).toEqual([]);
});
