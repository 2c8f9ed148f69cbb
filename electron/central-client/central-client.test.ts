import { platform, release } from 'node:os';
import { expect, test } from 'vitest';
import { signDocument } from '../../shared/protocol/api/signed.ts';
import { PROBLEM_BASE } from '../../shared/protocol/api/terminal.ts';
import { toBase64url } from '../../shared/protocol/codec/bytes.ts';
import { fingerprint } from '../../shared/protocol/crypto/keys.ts';
import type { Instant, TerminalId } from '../../shared/protocol/ids.ts';
import {
  clientForTests,
  failed,
  keys,
  manifestKey,
  NOW,
  other,
  receiptKey,
  root,
  stranger,
  terminal,
  timeKey,
} from './testing/client-for-tests.ts';

const { at, record, client } = clientForTests();
const odd = clientForTests({ app: 'from my desk' });

const timeFor = (nonce: unknown, by = timeKey, id = 'time-1', forTerminal = terminal) => ({
  body: signDocument('time', id, by, { terminal: forTerminal, nonce, time: NOW }),
});
const nonceOf = (body: unknown) => (body as { nonce: string }).nonce;

test('the time is believed when it is signed for this terminal and this question', async () => {
  at.answer = (_path, body) => timeFor(nonceOf(body));
  expect(await client.proveTime(record())).toEqual({
    ok: true,
    value: { time: NOW, revoked: null, entries: 1, trust: null, name: null },
  });
});

test('central is told what asks, and says which entries it reads and what the terminal is called', async () => {
  const asked: string[] = [];
  at.answer = (path, body) => {
    asked.push(path);
    const said = { terminal, nonce: nonceOf(body), time: NOW, entries: 2, name: 'Van 3' };
    return { body: signDocument('time', 'time-1', timeKey, said) };
  };
  expect(await client.proveTime(record())).toMatchObject({ value: { entries: 2, name: 'Van 3' } });
  expect(asked).toHaveLength(1);
  const { pathname, searchParams } = new URL(asked[0] ?? '', 'https://depot.example');
  expect(pathname).toBe('/v1/terminal/time');
  expect(Object.fromEntries(searchParams)).toEqual({
    entries: '2',
    keys: String(NOW),
    root: fingerprint(root.publicKey),
    app: '1.4.0',
    os: `${platform()} ${release()}`,
  });
});

test('a build without a version of the usual form docks all the same, and says none', async () => {
  const asked: string[] = [];
  odd.at.answer = (path, body) => {
    asked.push(path);
    return timeFor(nonceOf(body));
  };
  expect((await odd.client.proveTime(odd.record())).ok).toBe(true);
  expect(asked[0]).not.toContain('app=');
});

test.each([
  ['an old answer', () => timeFor(toBase64url(new Uint8Array(16)))],
  ["a stranger's answer", (nonce: string) => timeFor(nonce, stranger)],
  ['an answer with the manifest key', (nonce: string) => timeFor(nonce, manifestKey, 'manifest-1')],
  ['an answer for another terminal', (nonce: string) => timeFor(nonce, timeKey, 'time-1', other)],
])('%s about the time is not genuine', async (_name, lie) => {
  at.answer = (_path, body) => lie(nonceOf(body));
  expect(await client.proveTime(record())).toEqual(failed('central-not-genuine'));
});

const page = { terminal, after: 0, cursor: 0, remaining: 0, items: [] };
test.each([
  [
    'signed by a stranger',
    signDocument('manifest', 'manifest-1', stranger, page),
    'central-not-genuine',
  ],
  [
    'for another terminal',
    signDocument('manifest', 'manifest-1', manifestKey, { ...page, terminal: other }),
    'central-not-genuine',
  ],
  [
    'after another cursor',
    signDocument('manifest', 'manifest-1', manifestKey, { ...page, after: 5, cursor: 5 }),
    'central-not-genuine',
  ],
  [
    'that stands still with more to come',
    signDocument('manifest', 'manifest-1', manifestKey, { ...page, remaining: 1 }),
    'central-answer-malformed',
  ],
  [
    'that is not a page',
    signDocument('manifest', 'manifest-1', manifestKey, { terminal }),
    'central-answer-malformed',
  ],
])('a page of the manifest %s is refused', async (_name, body, code) => {
  at.answer = () => ({ body });
  expect(await client.pull(record(), 0, NOW)).toEqual(failed(code));
});

const receiptOf = (by = receiptKey, id = 'receipt-1', forTerminal = terminal) => ({
  receipt: signDocument('receipt', id, by, { terminal: forTerminal, acknowledged: 1, hash: null }),
  findings: [],
});

test('a receipt is believed when the key for receipts signed it for this terminal', async () => {
  at.answer = () => ({ body: receiptOf() });
  expect(await client.handIn(record(), [], NOW)).toMatchObject({
    ok: true,
    value: { receipt: { acknowledged: 1 }, findings: [] },
  });
});

test.each([
  ['by a stranger', receiptOf(stranger)],
  ['with the key for the time', receiptOf(timeKey, 'time-1')],
  ['for another terminal', receiptOf(receiptKey, 'receipt-1', other)],
])('a receipt signed %s is not genuine', async (_name, body) => {
  at.answer = () => ({ body });
  expect(await client.handIn(record(), [], NOW)).toEqual(failed('central-not-genuine'));
});

test.each([
  ['garbage', { raw: '<html>captive portal</html>' }, 'central-answer-malformed'],
  ['a member twice (C9)', { raw: '{"keyId":"a","keyId":"b"}' }, 'central-answer-malformed'],
  ['a mark in front (C9)', { raw: '\ufeff{}' }, 'central-answer-malformed'],
  ['ten megabytes', { raw: `"${'A'.repeat(10_000_000)}"` }, 'central-answer-malformed'],
  [
    'a fault of its own',
    { status: 503, body: { type: 'about:blank', title: 'x', status: 503 } },
    'central-failed',
  ],
  ['nothing, for too long', { never: true as const }, 'central-slow'],
  [
    'that a request took too long to come',
    { status: 408, body: { type: `${PROBLEM_BASE}too-slow`, title: 'x', status: 408 } },
    'central-slow',
  ],
  [
    'a revocation that nobody has signed',
    { status: 401, body: { type: `${PROBLEM_BASE}revoked-terminal`, title: 'x', status: 401 } },
    'central-failed',
  ],
  [
    'a request that the network has repeated',
    { status: 401, body: { type: `${PROBLEM_BASE}replayed`, title: 'x', status: 401 } },
    'central-failed',
  ],
  [
    'not even its own nonce',
    {
      status: 401,
      body: {
        ...{ type: `${PROBLEM_BASE}clock-skew`, title: 'x', status: 401 },
        nonce: toBase64url(new Uint8Array(16).fill(9)),
      },
    },
    'central-failed',
  ],
])('central that answers %s has its own problem', async (_name, lie, code) => {
  at.answer = () => lie;
  expect(await client.proveTime(record())).toEqual(failed(code));
});

test.each([
  [502, 'central-failed'],
  [503, 'central-failed'],
  [429, 'central-failed'],
  [504, 'central-slow'],
  [404, 'central-answer-malformed'],
] as const)('a proxy that answers %i with a page in its place is %s', async (status, code) => {
  at.answer = () => ({ status, raw: '<html><body>No server is available.' });
  expect(await client.proveTime(record())).toEqual(failed(code));
});

const unknown = (more: object) => ({
  status: 401,
  body: { type: `${PROBLEM_BASE}unknown-terminal`, title: 'x', status: 401, ...more },
});

test.each([
  ['says nothing of itself', {}],
  [
    'has another root key',
    { keys: signDocument('keys', 'root', stranger, { issued: NOW, keys: [] }) },
  ],
  [
    'shows keys that the root did not sign',
    { keys: { ...keys, signature: toBase64url(new Uint8Array(64)) } },
  ],
])('whoever does not know the terminal and %s is not its depot (S11)', async (_, more) => {
  at.answer = () => unknown(more);
  for (const asked of [
    client.proveTime(record()),
    client.handIn(record(), [], NOW),
    client.pull(record(), 0, NOW),
  ]) {
    expect(await asked).toEqual(failed('central-not-genuine'));
  }
});

test('the depot itself may have forgotten a terminal, which its list of keys proves (S11)', async () => {
  at.answer = () => unknown({ keys });
  expect(await client.proveTime(record())).toEqual(failed('terminal-unknown'));
});

test('a revocation is believed from the key for the time, and from no other (A10)', async () => {
  const since = (NOW - 5) as Instant;
  const told = (signer: typeof timeKey, id: string, of: TerminalId, nonce: unknown) =>
    signDocument('time', id, signer, { terminal: of, nonce, time: NOW, revoked: since });
  at.answer = (_path, body) => ({ body: told(timeKey, 'time-1', terminal, nonceOf(body)) });
  expect(await client.proveTime(record())).toEqual({
    ok: true,
    value: { time: NOW, revoked: since, entries: 1, trust: null, name: null },
  });
  for (const forged of [
    (nonce: unknown) => told(stranger, 'time-1', terminal, nonce),
    (nonce: unknown) => told(receiptKey, 'receipt-1', terminal, nonce),
    (nonce: unknown) => told(timeKey, 'time-1', other, nonce),
    () => told(timeKey, 'time-1', terminal, toBase64url(new Uint8Array(16))),
  ]) {
    at.answer = (_path, body) => ({ body: forged(nonceOf(body)) });
    expect(await client.proveTime(record())).toEqual(failed('central-not-genuine'));
  }
});

test('central that is not there is unreachable', async () => {
  const nowhere = { ...record(), central: 'http://127.0.0.1:1' };
  expect(await client.proveTime(nowhere)).toEqual(failed('central-unreachable'));
});

test("a terminal whose clock is off signs again with central's nonce, once", async () => {
  let asked = 0;
  const nonce = toBase64url(new Uint8Array(16).fill(9));
  at.answer = (_path, body) => {
    asked++;
    return asked === 1
      ? { status: 401, body: { type: `${PROBLEM_BASE}clock-skew`, title: 'x', status: 401, nonce } }
      : timeFor(nonceOf(body));
  };
  expect(await client.proveTime(record())).toEqual({
    ok: true,
    value: { time: NOW, revoked: null, entries: 1, trust: null, name: null },
  });
  expect(asked).toBe(2);
});

test('who is told to wait for their turn knows for how long, as far as anybody may say it', async () => {
  const busy = (seconds: string) => ({
    status: 503,
    headers: { 'retry-after': seconds },
    body: { type: `${PROBLEM_BASE}busy`, title: 'x', status: 503 },
  });
  for (const [said, ms] of [
    ['7', 7_000],
    ['86400', 60_000],
    ['soon', 0],
  ] as const) {
    at.answer = () => busy(said);
    expect(await client.proveTime(record())).toEqual(failed('central-busy'));
    expect(client.waitMs()).toBe(ms);
  }
  at.answer = (_path, body) => timeFor(nonceOf(body));
  await client.proveTime(record());
  expect(client.waitMs()).toBe(0);
});
