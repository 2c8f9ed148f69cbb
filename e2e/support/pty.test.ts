import {
  closeSync,
  constants,
  existsSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SerialPort } from 'serialport';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openPtyPair, type PtyPair } from './pty.ts';
import { waitUntil } from './wait-until.ts';

let folder: string;
let pair: PtyPair;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'kerbside-pty-'));
  pair = await openPtyPair(folder);
});

afterEach(async () => {
  await pair.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('what the scanner writes arrives at the port, every byte value alike', async () => {
  const port = await open(pair.terminalEnd);
  const every = Buffer.from(Array.from({ length: 256 }, (_, value) => value));
  await pair.write(every);
  await waitUntil('256 bytes have arrived', () => port.received.length >= 256);
  expect(Buffer.from(port.received)).toEqual(every);
  await port.close();
});

test('more than the line holds arrives in order at a reader in the same process', async () => {
  const port = await open(pair.terminalEnd);
  const first = pair.write('a'.repeat(100_000));
  const second = pair.write('b');
  await Promise.all([first, second]);
  await waitUntil('everything has arrived', () => port.received.length === 100_001);
  expect(Buffer.from(port.received).toString()).toBe(`${'a'.repeat(100_000)}b`);
  await port.close();
});

test('what is left at the port is there, whole, for whoever opens it', async () => {
  await pair.leave('left\r');
  const port = openSync(pair.terminalEnd, constants.O_RDONLY | constants.O_NOCTTY);
  const there = Buffer.alloc(10);
  expect(there.toString('latin1', 0, readSync(port, there))).toBe('left\r');
  closeSync(port);
});

test('a write that nobody reads fails when the line is cut', async () => {
  const write = pair.write('a'.repeat(1_000_000));
  await pair.cut();
  await expect(write).rejects.toThrow(/EIO|ENOENT/);
});

test('a cut line hangs up, and can be plugged in again at the same path', async () => {
  const before = openSync(pair.terminalEnd, constants.O_RDWR | constants.O_NOCTTY);
  await pair.cut();
  expect(() => writeSync(before, 'x')).toThrow(/EIO/);
  closeSync(before);
  expect(existsSync(pair.terminalEnd)).toBe(false);

  await pair.reconnect();
  const port = await open(pair.terminalEnd);
  await pair.write('K7QD9\r');
  await waitUntil('the code has arrived', () => port.received.length >= 6);
  expect(Buffer.from(port.received).toString()).toBe('K7QD9\r');
  await port.close();
});

async function open(end: string) {
  const port = new SerialPort({ path: end, baudRate: 9600, autoOpen: false });
  const state = {
    received: [] as number[],
    close: () => new Promise<void>((resolve) => port.close(() => resolve())),
  };
  port.on('data', (chunk: Buffer) => state.received.push(...chunk));
  await new Promise<void>((resolve, reject) => {
    port.open((error) => (error ? reject(error) : resolve()));
  });
  return state;
}
