import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openPtyPair, type PtyPair } from '../../e2e/support/pty.ts';
import { waitUntil } from '../../e2e/support/wait-until.ts';
import type { ScannerStatus } from '../../shared/ipc/view.ts';
import type { ProblemCode } from '../../shared/problem.ts';
import { type Scanner, startSerialScanner } from './serial-scanner.ts';

const ending: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0)) await end();
});

const listen = (path: string) => {
  const scans: string[] = [];
  const states: [ScannerStatus, ProblemCode | null][] = [];
  const scanner: Scanner = startSerialScanner({
    path,
    onScan: (scan) => scans.push(scan === 'overlong' ? scan : String.fromCharCode(...scan.payload)),
    onStatus: (status, problem) => states.push([status, problem]),
    diagnostics: () => undefined,
  });
  ending.unshift(() => scanner.stop());
  const isConnected = () => states.at(-1)?.[0] === 'connected';
  return { scans, states, isConnected };
};
const line = async (): Promise<PtyPair> => {
  const pair = await openPtyPair(mkdtempSync(join(tmpdir(), 'kerbside-pty-')));
  ending.push(() => pair.stop());
  return pair;
};

test('scans come through a real serial line, with and without an end and an identifier', async () => {
  const pair = await line();
  const { scans, isConnected } = listen(pair.terminalEnd);
  await waitUntil('the port is open', isConnected);
  pair.write(']Q1one\r\ntwo\r');
  await waitUntil('two scans', () => scans.length === 2);
  pair.write('no end');
  await waitUntil('a third', () => scans.length === 3);
  expect(scans).toEqual(['one', 'two', 'no end']);
});

test('a cable that is pulled in mid-frame and put back costs that frame and no other', async () => {
  const pair = await line();
  const { scans, states, isConnected } = listen(pair.terminalEnd);
  await waitUntil('the port is open', isConnected);
  pair.write('before\rhalf a fr');
  await waitUntil('the first scan', () => scans.length === 1);
  await pair.cut();
  await waitUntil('the loss is noticed', () => states.at(-1)?.[1] === 'scanner-gone');
  await pair.reconnect();
  await waitUntil('the port is open again', isConnected);
  pair.write('after\r');
  await waitUntil('the next scan', () => scans.includes('after'));
  expect(scans.filter((scan) => scan !== 'half a fr')).toEqual(['before', 'after']);
});

test('ten megabytes of noise are one overlong frame, and the next scan is read', async () => {
  const pair = await line();
  const { scans, isConnected } = listen(pair.terminalEnd);
  await waitUntil('the port is open', isConnected);
  const noise = `(head -c 10000000 /dev/zero | tr '\\0' U; printf '\\rnext\\r') > ${pair.scannerEnd}`;
  const { status } = await new Promise<{ status: number | null }>((resolve) =>
    spawn('sh', ['-c', noise]).once('exit', (code) => resolve({ status: code })),
  );
  expect(status).toBe(0);
  await waitUntil('the scan after the noise', () => scans.includes('next'), 30_000);
  expect(scans.filter((scan) => scan !== 'next' && scan !== 'overlong')).toEqual([]);
}, 60_000);

test('a port that is not there is searched for, and said', async () => {
  const { states } = listen('/dev/kerbside-no-such-port');
  await waitUntil('it is said', () => states.length >= 2);
  expect(states.at(-1)).toEqual(['searching', 'scanner-gone']);
});

test('a port that another program has is said to be busy', async () => {
  const pair = await line();
  const first = listen(pair.terminalEnd);
  await waitUntil('the port is open', first.isConnected);
  const second = listen(pair.terminalEnd);
  await waitUntil('it is said', () => second.states.length >= 2);
  expect(second.states.at(-1)).toEqual(['problem', 'scanner-busy']);
});
