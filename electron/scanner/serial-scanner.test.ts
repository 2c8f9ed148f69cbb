import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openPtyPair, type PtyPair } from '../../e2e/support/pty.ts';
import { waitUntil } from '../../e2e/support/wait-until.ts';
import type { ProblemCode } from '../../shared/terminal/problem.ts';
import type { ScannerReading } from '../../shared/terminal/view/scanner-view.ts';
import type { ScannerStatus } from '../../shared/terminal/view/view.ts';
import { datalogic } from './profiles/datalogic.ts';
import { generic } from './profiles/generic.ts';
import { honeywell } from './profiles/honeywell.ts';
import { newland } from './profiles/newland.ts';
import type { ScannerProfile, Signal } from './profiles/profile.ts';
import { zebra } from './profiles/zebra.ts';
import { type Scanner, startSerialScanner } from './serial-scanner.ts';
import { SSI_DECODER, SSI_OPCODE, ssiPacket } from './ssi-packet.ts';

const onWindows = process.platform === 'win32';
const ending: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0)) await end();
});

const listen = (paths: string | readonly string[], profile: ScannerProfile | null = null) => {
  const scans: string[] = [];
  const signals: ((signal: Signal) => void)[] = [];
  const states: [ScannerStatus, ProblemCode | null][] = [];
  const readings: ScannerReading[] = [];
  let opened = 0;
  const all = [paths].flat();
  const scanner: Scanner = startSerialScanner({
    paths: all,
    onScan: (scan, signal) => {
      scans.push(scan === 'overlong' ? scan : String.fromCharCode(...scan.payload));
      signals.push(signal);
    },
    onReading: (reading) => readings.push(reading),
    isWatched: () => true,
    onStatus: (status, problem) => states.push([status, problem]),
    diagnostics: (event) => void (event === 'scanner-open' && opened++),
    ...(profile === null
      ? {}
      : { find: async () => all.map((path) => ({ path, profile, isLine: false })) }),
  });
  ending.unshift(() => scanner.stop());
  const isConnected = () => states.at(-1)?.[0] === 'connected';
  return { opened: () => opened, scanner, scans, signals, states, readings, isConnected };
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
  await pair.write(']Q1the first\r\n]Q1two\r');
  await waitUntil('two scans', () => scans.length === 2);
  await pair.write(']Q1no end');
  await waitUntil('a third', () => scans.length === 3);
  expect(scans).toEqual(['the first', 'two', 'no end']);
});

test('a cable that is pulled in mid-frame and put back costs that frame and no other', async () => {
  const pair = await line();
  const { scans, states, isConnected } = listen(pair.terminalEnd);
  await waitUntil('the port is open', isConnected);
  await pair.write('before\rhalf a fr');
  await waitUntil('the first scan', () => scans.length === 1);
  await pair.cut();
  await waitUntil('the loss is noticed', () => states.at(-1)?.[1] === 'scanner-gone');
  await pair.reconnect();
  await waitUntil('the port is open again', isConnected);
  await pair.write('after\r');
  await waitUntil('the next scan', () => scans.includes('after'));
  expect(scans.filter((scan) => scan !== 'half a fr')).toEqual(['before', 'after']);
});

test('ten megabytes of noise are one overlong frame, and the next scan is read', async () => {
  const pair = await line();
  const { scans, isConnected } = listen(pair.terminalEnd);
  await waitUntil('the port is open', isConnected);
  await pair.write(`${'U'.repeat(10_000_000)}\rnext\r`);
  await waitUntil('the scan after the noise', () => scans.includes('next'), 30_000);
  expect(scans.filter((scan) => scan !== 'next' && scan !== 'overlong')).toEqual([]);
}, 60_000);

test('a port that is not there is searched for, and said', async () => {
  const { states } = listen(onWindows ? 'COM250' : '/dev/kerbside-no-such-port');
  await waitUntil('it is said', () => states.length >= 2);
  expect(states.at(-1)).toEqual(['searching', 'scanner-gone']);
});

test('a port that cannot be opened is tried on, and is one line in the log', async () => {
  let looked = 0;
  const events: string[] = [];
  const scanner = startSerialScanner({
    paths: [],
    onScan: () => undefined,
    onReading: () => undefined,
    isWatched: () => false,
    onStatus: () => undefined,
    diagnostics: (event) => void events.push(event),
    find: async () => {
      looked++;
      return [{ path: '/kerbside-no-such-port', profile: generic, isLine: false }];
    },
  });
  ending.unshift(() => scanner.stop());
  await waitUntil('it was tried three times', () => looked >= 4);
  expect(events).toEqual(['scanner-lost']);
});

// Wine lets two programs open one port, which Windows does not.
test.skipIf(onWindows)('a port that another program has is said to be busy', async () => {
  const pair = await line();
  const first = listen(pair.terminalEnd);
  await waitUntil('the port is open', first.isConnected);
  const second = listen(pair.terminalEnd);
  await waitUntil('it is said', () => second.states.length >= 2);
  expect(second.states.at(-1)).toEqual(['problem', 'scanner-busy']);
});

/** What the scanner's end of the line is sent. */
const sentTo = (pair: PtyPair) => {
  const sent: number[] = [];
  const stop = pair.hear((chunk) => sent.push(...chunk));
  ending.unshift(async () => stop());
  return sent;
};

test.each([
  [honeywell, '\x1b7,\x1b2,', '\x1b8,\x1b8,'],
  [zebra, '', '\x07'],
  [datalogic, 'B', 'FE'],
  [newland, '', ''],
  [generic, '', ''],
])('$id says with its own beeper what came of its scan', async (profile, good, bad) => {
  const pair = await line();
  const sent = sentTo(pair);
  const { scans, signals, isConnected } = listen(pair.terminalEnd, profile);
  await waitUntil('the port is open', isConnected);
  await pair.write(']Q1one\r');
  await waitUntil('a scan', () => scans.length === 1);
  signals[0]?.('good');
  signals[0]?.('bad');
  const all = good + bad;
  await waitUntil('the signals have come', () => sent.length >= all.length);
  expect(String.fromCharCode(...sent)).toBe(all);
});

test('a Zebra scanner that sends packets is answered, asked again, and signalled in packets', async () => {
  const pair = await line();
  const sent = sentTo(pair);
  const { scans, signals, isConnected } = listen(pair.terminalEnd, zebra);
  await waitUntil('the port is open', isConnected);
  const scanned = (text: string) =>
    ssiPacket(SSI_OPCODE.decodeData, [0x1c, ...Buffer.from(text)], SSI_DECODER);
  await pair.write(scanned('K7QD92MX4T'));
  await waitUntil('a scan', () => scans.length === 1);
  const damaged = scanned('second');
  damaged[7] = (damaged[7] ?? 0) ^ 1;
  await pair.write(damaged);
  const ack = ssiPacket(SSI_OPCODE.ack);
  const nak = ssiPacket(SSI_OPCODE.nak, [1]);
  await waitUntil('it is asked again', () => sent.length >= ack.length + nak.length);
  await pair.write(scanned('second'));
  await waitUntil('the second scan', () => scans.length === 2);
  signals[1]?.('bad');
  const beep = ssiPacket(SSI_OPCODE.beep, [7]);
  const all = [ack, nak, ack, beep].flatMap((packet) => [...packet]);
  await waitUntil('the signal has come', () => sent.length >= all.length);
  expect(sent).toEqual(all);
  expect(scans).toEqual(['K7QD92MX4T', 'second']);
});

// By way of the host a line is too slow to go on with a frame in time.
test.skipIf(onWindows)('two scanners at once each keep their own frames', async () => {
  const [one, other] = [await line(), await line()];
  const { opened, scans, readings } = listen([one.terminalEnd, other.terminalEnd], honeywell);
  await waitUntil('the ports are open', () => opened() === 2);
  await one.write('first wh');
  await other.write('second wh');
  await one.write('ole\r');
  await waitUntil('the first scan', () => scans.length === 1);
  await other.write('ole\r');
  await waitUntil('both', () => scans.join('').endsWith('ole') && scans.length === 2);
  expect(scans).toEqual(['first whole', 'second whole']);
  await waitUntil('both are seen on the page', () => readings.length >= 2);
  expect(new Set(readings.map(({ port }) => port)).size).toBe(2);
});

test('what was scanned before the port is open is no scan, and the first after it is', async () => {
  const pair = await line();
  await pair.leave('stale\rstale too\r');
  const { scans, isConnected } = listen(pair.terminalEnd, honeywell);
  await waitUntil('the port is open', isConnected);
  await pair.write('fresh\r');
  await waitUntil('the first scan', () => scans.length > 0);
  expect(scans).toEqual(['fresh']);
});

test('after sleep every port is opened anew', async () => {
  const pair = await line();
  const { scanner, scans, states, isConnected } = listen(pair.terminalEnd, honeywell);
  await waitUntil('the port is open', isConnected);
  const before = states.length;
  scanner.wake();
  await waitUntil('it is open again', () => states.length > before && isConnected());
  await pair.write('awake\r');
  await waitUntil('the first scan', () => scans.length > 0);
  expect(scans).toEqual(['awake']);
});
