import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { contentDigest } from '../../shared/protocol/api/request-signature.ts';
import { signDocument } from '../../shared/protocol/api/signed.ts';
import type { SignedEntry } from '../../shared/protocol/log/entry.ts';
import {
  clientForTests,
  failed,
  manifestKey,
  NOW,
  receiptKey,
  terminal,
} from './testing/client-for-tests.ts';

const { at, asked, record, client } = clientForTests();

const page = { terminal, after: 0, cursor: 7, remaining: 0, items: [] };
const text = JSON.stringify(signDocument('manifest', 'manifest-1', manifestKey, page));
const gzipped = { 'content-encoding': 'gzip' };
const pull = () => client.pull(record(), 0, NOW);

test('asks for compressed answers, and reads one as any other', async () => {
  at.answer = () => ({ headers: gzipped, raw: gzipSync(text) });
  expect(await pull()).toEqual({ ok: true, value: page });
  expect(asked.at(-1)?.headers['accept-encoding']).toBe('gzip');
  at.answer = () => ({ raw: text });
  expect(await pull()).toEqual({ ok: true, value: page });
});

/** A gigabyte, in one megabyte: many members of one stream (RFC 1952, 2.2). */
const PART = gzipSync(Buffer.alloc(2 ** 24));
const bomb = Buffer.concat(Array.from({ length: 64 }, () => PART));

test('a bomb is refused at the limit, long before all of it is there', async () => {
  at.answer = () => ({ headers: gzipped, raw: bomb });
  const before = process.memoryUsage().rss;
  expect(await pull()).toEqual(failed('central-answer-malformed'));
  expect(process.memoryUsage().rss - before).toBeLessThan(200 * 2 ** 20);
});

test.each([
  ['gzip that was cut', gzipped, gzipSync(text).subarray(0, -9)],
  ['no gzip at all', gzipped, text],
  ['more behind the coding than the limit', gzipped, gzipSync(`${text}${' '.repeat(4_194_304)}`)],
  ['a coding that was not asked for', { 'content-encoding': 'br' }, text],
  ['gzip twice', { 'content-encoding': 'gzip, gzip' }, gzipSync(gzipSync(text))],
])('%s is malformed', async (_what, headers, raw) => {
  at.answer = () => ({ headers, raw });
  expect(await pull()).toEqual(failed('central-answer-malformed'));
});

test('an error without a body may say that it is compressed', async () => {
  at.answer = () => ({ status: 502, headers: gzipped, raw: '' });
  expect(await pull()).toEqual(failed('central-failed'));
});

test('what is worth it is sent compressed, and signed as it travels', async () => {
  const document = { terminal, acknowledged: 0, hash: null };
  const receipt = signDocument('receipt', 'receipt-1', receiptKey, document);
  at.answer = () => ({ body: { receipt, findings: [] } });
  const entries = Array.from({ length: 100 }, () => ({ entry: { version: 1 }, signature: '' }));
  for (const [given, coding] of [
    [entries, 'gzip'],
    [[], undefined],
  ] as const) {
    const answer = await client.handIn(record(), given as unknown as SignedEntry[], NOW);
    expect(answer.ok).toBe(true);
    const last = asked.at(-1);
    expect(last?.headers['content-encoding']).toBe(coding);
    expect(last?.headers['content-digest']).toBe(last && contentDigest(last.bytes));
    expect(last?.bytes[0]).toBe(coding === undefined ? 0x7b : 0x1f);
  }
});
