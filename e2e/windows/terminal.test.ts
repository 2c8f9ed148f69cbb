import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundle } from '../../faults/kill/bundle.ts';
import { wrongCodeOf } from '../../faults/kill/customers.ts';
import { HOST } from '../support/com-port.ts';
import { openPtyPair, type PtyPair } from '../support/pty.ts';
import { waitUntil } from '../support/wait-until.ts';
import { beginHostDay } from './host-day.ts';
import { type Headless, startHeadless } from './start-headless.ts';

/** Honeywell's, whose scanners say the verdict with their own beeper. */
const HONEYWELL = '0C2E:0CA7';
const SAYS_GOOD = '\x1b7,\x1b2,';

let folder: string;
let line: PtyPair;
let terminal: Headless | null = null;
// Of real Windows no test can ask for a serial line and a central.
const underWine = test.runIf(HOST !== undefined);

beforeAll(async () => {
  if (HOST === undefined) return;
  folder = mkdtempSync(path.join(tmpdir(), 'kerbside-headless-'));
  line = await openPtyPair(folder, HONEYWELL);
});
afterAll(async () => {
  if (HOST === undefined) return;
  await terminal?.kill();
  await line.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

underWine(
  'a terminal enrols, docks, accepts, refuses, is killed, goes on and hands in',
  async () => {
    const program = await bundle('windows-terminal', 'e2e/windows/headless-terminal.ts', {});
    const profile = path.join(folder, 'profile');
    const day = await beginHostDay();
    let heard = '';
    const stop = line.hear((chunk) => {
      heard += Buffer.from(chunk).toString('latin1');
    });
    const start = async (): Promise<Headless> => {
      terminal = startHeadless(program, profile);
      const { view } = terminal;
      await waitUntil('the scanner is found', () => view()?.status.scanner === 'connected', 20_000);
      return terminal;
    };
    const scan = (text: string): Promise<void> => line.write(`]Q1${text}\r`);

    let running = await start();
    await running.screen('setup');
    await scan(day.enrolment);
    await running.screen('dock', ({ phase }) => phase === 'done');
    await day.goOn();
    running.touch({ type: 'dock/leave', input: {} });
    running.touch({ type: 'dock/start', input: {} });
    await running.screen('dock', ({ phase, stops }) => phase === 'done' && stops > 0);
    running.touch({ type: 'dock/leave', input: {} });
    const { stops } = await running.screen('route', (route) => route.stops.length > 1);
    const codes = await day.goOn();
    const [first, second] = stops.filter(({ shortId }) => codes[shortId] !== undefined);
    if (first === undefined || second === undefined) throw new Error('too few stops');

    await scan(`KS1/${first.shortId}/${codes[first.shortId]?.customer}`);
    const accepted = await running.screen('verdict');
    expect(accepted.verdict.result).toBe('accepted');
    expect(accepted.stop?.delivery).toBe(first.delivery);
    await waitUntil('the scanner has said so too', () => heard.includes(SAYS_GOOD));
    running.touch({ type: 'verdict/acknowledge', input: { id: accepted.id } });

    const wrong = Buffer.from(wrongCodeOf(second.shortId, 1)).toString('latin1');
    await scan(`KS1/${second.shortId}/${wrong}`);
    const refused = await running.screen('verdict', ({ id }) => id > accepted.id);
    expect(refused.verdict).toMatchObject({ result: 'refused', refusal: { reason: 'wrong-code' } });
    await running.kill();

    running = await start();
    running.touch({ type: 'stop/close', input: {} });
    const route = await running.screen('route');
    const stateOf = (delivery: string) =>
      route.stops.find((one) => one.delivery === delivery)?.state;
    expect(stateOf(first.delivery)).toBe('handed-over');
    expect(stateOf(second.delivery)).not.toBe('handed-over');
    running.touch({ type: 'dock/start', input: {} });
    const docked = await running.screen('dock', ({ phase }) => phase === 'done');
    expect(docked.notSent).toBe(0);
    const known = await day.known();
    expect(known?.findings).toEqual([]);
    expect(known?.stored.length).toBeGreaterThan(2);
    await running.end();
    terminal = null;
    stop();
  },
  120_000,
);
