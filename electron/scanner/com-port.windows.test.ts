import { afterEach, expect, test } from 'vitest';
import { HOST } from '../../e2e/support/com-port.ts';
import { openPtyPair, type PtyPair } from '../../e2e/support/pty.ts';
import { waitUntil } from '../../e2e/support/wait-until.ts';
import type { ProblemCode } from '../../shared/terminal/problem.ts';
import type { ScannerStatus } from '../../shared/terminal/view/view.ts';
import { listPorts } from './list-ports.ts';
import type { Signal } from './profiles/profile.ts';
import { startSerialScanner } from './serial-scanner.ts';

// A real Windows has no serial line whose other end is a test's.
const underWine = test.runIf(HOST !== undefined);
/** Honeywell's id, and one of its scanners. */
const USB = '0C2E:0CA7';

const ending: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});
const plugIn = async (usb?: string): Promise<PtyPair> => {
  const pair = await openPtyPair('', usb);
  ending.push(pair.stop);
  return pair;
};
const listen = (paths: readonly string[]) => {
  const scans: string[] = [];
  const signals: ((signal: Signal) => void)[] = [];
  const states: [ScannerStatus, ProblemCode | null][] = [];
  const profiles: string[] = [];
  const scanner = startSerialScanner({
    paths,
    onScan: (scan, signal) => {
      scans.push(scan === 'overlong' ? scan : String.fromCharCode(...scan.payload));
      signals.push(signal);
    },
    onReading: () => undefined,
    isWatched: () => false,
    onStatus: (status, problem) => states.push([status, problem]),
    diagnostics: (event, facts) => {
      if (event === 'scanner-open') profiles.push(String(facts?.['profile']));
    },
  });
  ending.push(scanner.stop);
  return { scans, signals, states, profiles };
};
const isConnected = (states: readonly [ScannerStatus, unknown][]) =>
  states.at(-1)?.[0] === 'connected';

underWine('a scanner that Windows lists is found, opened, read, and told the verdict', async () => {
  const pair = await plugIn(USB);
  const sent: number[] = [];
  const stop = pair.hear((chunk) => sent.push(...chunk));
  ending.push(async () => stop());
  const { scans, signals, states, profiles } = listen([]);
  await waitUntil('it is connected', () => isConnected(states));
  expect(profiles).toEqual(['honeywell']);
  await pair.write(']Q1K7QD92MX4T\r');
  await waitUntil('a scan', () => scans.length === 1);
  expect(scans).toEqual(['K7QD92MX4T']);
  signals[0]?.('good');
  await waitUntil('the scanner is told', () => sent.length > 0);
  expect(String.fromCharCode(...sent)).toContain('\x1b7,');
});

underWine(
  'a port that Windows lists no more is closed, and opened when it is there again (W9)',
  async () => {
    const pair = await plugIn(USB);
    const { scans, states } = listen([]);
    await waitUntil('it is connected', () => isConnected(states));
    await pair.cut();
    await waitUntil('the loss is said', () => states.at(-1)?.[1] === 'scanner-gone');
    await pair.reconnect();
    await waitUntil('it is connected again', () => isConnected(states));
    await pair.write(']Q1after\r');
    await waitUntil('a scan', () => scans.length === 1);
  },
);

underWine('a port on the board is offered by hand, and found in small letters (W17)', async () => {
  const pair = await plugIn();
  expect(await listPorts()).toContain(pair.terminalEnd);
  const { states, scans } = listen([pair.terminalEnd.toLowerCase()]);
  await waitUntil('it is connected', () => isConnected(states));
  await pair.write('0034019999\r');
  await waitUntil('a scan', () => scans.length === 1);
});
