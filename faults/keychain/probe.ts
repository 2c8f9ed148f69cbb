import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import type { Clock } from '../../electron/app/ports/clock.ts';
import { openOsKeychain } from '../../electron/keychain/os-keychain.ts';
import { allStops } from '../../electron/testing/all-stops.ts';
import { assertNever } from '../../shared/assert-never.ts';
import { parseDeliveryCode } from '../../shared/protocol/code/delivery-code.ts';
import { utf8 } from '../../shared/protocol/codec/bytes.ts';
import { clientFor } from '../support/reach-central.ts';
import { type OpenTerminal, openTerminal } from '../support/terminal.ts';
import type { ProbeAnswer, ProbeCommand } from './drive-probe.ts';
import { NOW } from './now.ts';

// A process of its own with the real terminal on the keychain that its environment names, because
// the keychain's library looks for the session bus once a process. One command a line, as JSON, on
// standard input; one answer a line on standard output.

const [folder, profile] = process.argv.slice(2);
if (folder === undefined || profile === undefined) throw new Error('a folder and a profile');

const clock: Clock = { wall: () => NOW, boot: () => ({ bootId: 'probe', elapsedMs: 1_000 }) };
const keychain = openOsKeychain();
let terminal: OpenTerminal | null = null;
const running = (): OpenTerminal => {
  if (terminal === null) throw new Error('the terminal is not open');
  return terminal;
};

const answerTo = async (command: ProbeCommand): Promise<string> => {
  switch (command.do) {
    case 'open': {
      const home = { folder, profile };
      const opened = await openTerminal({ home, keychain, clock, central: clientFor(clock) });
      if (!opened.ok) return opened.error;
      terminal = opened.value;
      return 'ok';
    }
    case 'enrol': {
      const enrolled = await running().enrol(command.code);
      if (!enrolled.ok) return enrolled.error;
      return running().store.terminal()?.grant.terminal ?? 'not enrolled';
    }
    case 'dock': {
      const docked = await running().dock();
      return docked.ok ? 'ok' : docked.error;
    }
    case 'judge': {
      const stop = allStops(running().store)[command.stop - 1];
      if (stop === undefined) throw new Error(`no stop ${command.stop}`);
      const code = parseDeliveryCode(utf8(command.code));
      if (!code.ok) throw new Error(code.error);
      const verdict = await running().show(stop, code.value);
      if (!verdict.ok) return verdict.error;
      return verdict.value.result === 'accepted' ? 'accepted' : verdict.value.reason;
    }
    case 'head':
      return String(running().store.logPosition().sequence);
    default:
      return assertNever(command);
  }
};

const delay = monitorEventLoopDelay({ resolution: 5 });
for await (const line of createInterface({ input: process.stdin })) {
  delay.enable();
  delay.reset();
  const start = performance.now();
  let answer: ProbeAnswer;
  try {
    const said = await answerTo(JSON.parse(line));
    answer = { said, ms: performance.now() - start, blockedMs: delay.max / 1e6 };
  } catch (error) {
    answer = {
      said: 'threw',
      ms: performance.now() - start,
      blockedMs: delay.max / 1e6,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
  delay.disable();
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
await (terminal as OpenTerminal | null)?.close();
