import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { signDocument } from '../../shared/protocol/api/signed.ts';
import { PROBLEM_BASE } from '../../shared/protocol/api/terminal.ts';
import { toBase64url } from '../../shared/protocol/codec/bytes.ts';
import { fingerprint, makeSigner } from '../../shared/protocol/crypto/keys.ts';
import type { Instant, PublicKey, Random16, TerminalId } from '../../shared/protocol/ids.ts';
import type { TerminalRecord } from '../app/ports/central.ts';
import { makeCentralClient } from './central-client.ts';
import { makeReach } from './reach.ts';

// A server that says whatever the test wants, in central's place. That the client and the real
// central understand each other is shown end to end.
type Answer = { status?: number; body?: unknown; raw?: string; never?: true };
let server: Server;
let base: string;
let answer: (path: string, body: unknown) => Answer;
beforeAll(async () => {
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    request.on('end', () => {
      const {
        status = 200,
        body,
        raw,
        never,
      } = answer(request.url ?? '', text && JSON.parse(text));
      if (never) return;
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(raw ?? JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const NOW = 1_800_000_000_000 as Instant;
const seed = (n: number) => makeSigner(new Uint8Array(32).fill(n));
const [root, manifestKey, timeKey, stranger, own] = [seed(1), seed(2), seed(3), seed(4), seed(5)];
const receiptKey = seed(6);
const agreement = own.publicKey;
const terminal = '00000000-0000-4000-8000-000000000001' as TerminalId;
const other = '00000000-0000-4000-8000-000000000002' as TerminalId;
const key = (id: string, purpose: string, publicKey: PublicKey) => ({
  id,
  purpose,
  publicKey,
  notBefore: NOW - 1_000,
  notAfter: NOW + 1_000_000,
});
const keys = signDocument('keys', 'root', root, {
  issued: NOW,
  keys: [
    key('manifest-1', 'manifest', manifestKey.publicKey),
    key('time-1', 'time', timeKey.publicKey),
    key('receipt-1', 'receipt', receiptKey.publicKey),
  ],
});
const grant = {
  terminal,
  terminalName: 'Handheld 1',
  depot: terminal,
  depotName: 'South',
  depotAgreementKey: root.publicKey,
  signingKey: own.publicKey,
  agreementKey: agreement,
};
const enrolAnswer = {
  root: root.publicKey,
  keys,
  grant: signDocument('grant', 'manifest-1', manifestKey, grant),
};
const record = (): TerminalRecord => ({
  grant: grant as never,
  central: base,
  root: root.publicKey,
  keys,
});
const client = makeCentralClient({
  signer: own,
  clock: { wall: () => NOW, boot: () => ({ bootId: 'b', elapsedMs: 0 }) },
  random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
  reach: makeReach({
    authorities: () => [],
    proxiesFor: async () => 'DIRECT',
    patienceMs: 300,
  }),
});
const enrol = (rootKey = root.publicKey) =>
  client.enrol(
    {
      central: base,
      token: toBase64url(new Uint8Array(16)) as Random16,
      root: fingerprint(rootKey),
    },
    { signingKey: own.publicKey, agreementKey: agreement },
  );
const failed = (error: string) => ({ ok: false, error });
beforeEach(() => {
  answer = () => ({ status: 500, body: {} });
});

test('an enrolment that is signed all the way from the root of the QR is believed', async () => {
  answer = () => ({ body: enrolAnswer });
  expect(await enrol()).toMatchObject({ ok: true, value: { grant: { terminal } } });
});

test.each([
  ['another root than on the QR', { ...enrolAnswer, root: stranger.publicKey }],
  [
    'keys that the root did not sign',
    { ...enrolAnswer, keys: { ...keys, signature: toBase64url(new Uint8Array(64)) } },
  ],
  [
    'a grant signed with the key for the time',
    { ...enrolAnswer, grant: signDocument('grant', 'time-1', timeKey, grant) },
  ],
  [
    'a grant signed by a stranger',
    { ...enrolAnswer, grant: signDocument('grant', 'manifest-1', stranger, grant) },
  ],
  [
    'a grant for another terminal',
    {
      ...enrolAnswer,
      grant: signDocument('grant', 'manifest-1', manifestKey, {
        ...grant,
        signingKey: stranger.publicKey,
      }),
    },
  ],
])('an enrolment with %s is not genuine', async (_name, body) => {
  answer = () => ({ body });
  expect(await enrol()).toEqual(failed('central-not-genuine'));
});

test.each([
  ['enrolment-token-used', 409],
  ['enrolment-token-expired', 410],
  ['enrolment-token-unknown', 403],
])('central says %s, and so does the terminal', async (code, status) => {
  answer = () => ({ status, body: { type: `${PROBLEM_BASE}${code}`, title: 'no', status } });
  expect(await enrol()).toEqual(failed(code));
});

const timeFor = (nonce: unknown, by = timeKey, id = 'time-1', forTerminal = terminal) => ({
  body: signDocument('time', id, by, { terminal: forTerminal, nonce, time: NOW }),
});
const nonceOf = (body: unknown) => (body as { nonce: string }).nonce;

test('the time is believed when it is signed for this terminal and this question', async () => {
  answer = (_path, body) => timeFor(nonceOf(body));
  expect(await client.proveTime(record())).toEqual({
    ok: true,
    value: { time: NOW, revoked: null },
  });
});

test.each([
  ['an old answer', () => timeFor(toBase64url(new Uint8Array(16)))],
  ["a stranger's answer", (nonce: string) => timeFor(nonce, stranger)],
  ['an answer with the manifest key', (nonce: string) => timeFor(nonce, manifestKey, 'manifest-1')],
  ['an answer for another terminal', (nonce: string) => timeFor(nonce, timeKey, 'time-1', other)],
])('%s about the time is not genuine', async (_name, lie) => {
  answer = (_path, body) => lie(nonceOf(body));
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
  answer = () => ({ body });
  expect(await client.pull(record(), 0, NOW)).toEqual(failed(code));
});

const receiptOf = (by = receiptKey, id = 'receipt-1', forTerminal = terminal) => ({
  receipt: signDocument('receipt', id, by, { terminal: forTerminal, acknowledged: 1, hash: null }),
  findings: [],
});

test('a receipt is believed when the key for receipts signed it for this terminal', async () => {
  answer = () => ({ body: receiptOf() });
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
  answer = () => ({ body });
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
    'a revocation that nobody has signed',
    { status: 401, body: { type: `${PROBLEM_BASE}revoked-terminal`, title: 'x', status: 401 } },
    'central-failed',
  ],
])('central that answers %s has its own problem', async (_name, lie, code) => {
  answer = () => lie;
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
  answer = () => unknown(more);
  for (const asked of [
    client.proveTime(record()),
    client.handIn(record(), [], NOW),
    client.pull(record(), 0, NOW),
  ]) {
    expect(await asked).toEqual(failed('central-not-genuine'));
  }
});

test('the depot itself may have forgotten a terminal, which its list of keys proves (S11)', async () => {
  answer = () => unknown({ keys });
  expect(await client.proveTime(record())).toEqual(failed('terminal-unknown'));
});

test('a revocation is believed from the key for the time, and from no other (A10)', async () => {
  const since = (NOW - 5) as Instant;
  const told = (signer: typeof timeKey, id: string, of: TerminalId, nonce: unknown) =>
    signDocument('time', id, signer, { terminal: of, nonce, time: NOW, revoked: since });
  answer = (_path, body) => ({ body: told(timeKey, 'time-1', terminal, nonceOf(body)) });
  expect(await client.proveTime(record())).toEqual({
    ok: true,
    value: { time: NOW, revoked: since },
  });
  for (const forged of [
    (nonce: unknown) => told(stranger, 'time-1', terminal, nonce),
    (nonce: unknown) => told(receiptKey, 'receipt-1', terminal, nonce),
    (nonce: unknown) => told(timeKey, 'time-1', other, nonce),
    () => told(timeKey, 'time-1', terminal, toBase64url(new Uint8Array(16))),
  ]) {
    answer = (_path, body) => ({ body: forged(nonceOf(body)) });
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
  answer = (_path, body) => {
    asked++;
    return asked === 1
      ? { status: 401, body: { type: `${PROBLEM_BASE}clock-skew`, title: 'x', status: 401, nonce } }
      : timeFor(nonceOf(body));
  };
  expect(await client.proveTime(record())).toEqual({
    ok: true,
    value: { time: NOW, revoked: null },
  });
  expect(asked).toBe(2);
});
