import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import type { Clock } from '../../electron/app/ports/clock.ts';
import { openOsKeychain } from '../../electron/keychain/os-keychain.ts';
import { allStops } from '../../electron/testing/all-stops.ts';
import { saidNothing } from '../../electron/testing/samples.ts';
import { assertNever } from '../../shared/assert-never.ts';
import type { Instant } from '../../shared/protocol/ids.ts';
import { DEFAULT_POLICY } from '../../shared/protocol/policy.ts';
import { makeScriptedCentral, scriptedCode } from '../support/scripted-central.ts';
import { type OpenTerminal, openTerminal } from '../support/terminal.ts';
import type { ProbeAnswer, ProbeCommand } from './drive-probe.ts';

// A process of its own with the real terminal on the keychain that its environment names, because
// the keychain's library looks for the session bus once a process. One command a line, as JSON, on
// standard input; one answer a line on standard output.

const [folder, profile] = process.argv.slice(2);
if (folder === undefined || profile === undefined) throw new Error('a folder and a profile');

const NOW = 1_800_000_000_000 as Instant;
const clock: Clock = { wall: () => NOW, boot: () => ({ bootId: 'probe', elapsedMs: 1_000 }) };
const valid = { notBefore: NOW - 3_600_000, notAfter: NOW + 3_600_000 };
const scripted = makeScriptedCentral({
  policy: { ...DEFAULT_POLICY, waitsMs: [0], unscanned: 'free' },
  stops: [valid, valid, valid],
  tellTime: async () => NOW,
});
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
      const opened = await openTerminal({ home, keychain, clock, central: () => scripted.central });
      if (!opened.ok) return opened.error;
      terminal = opened.value;
      return 'ok';
    }
    case 'enrol': {
      const enrolled = await running().enrol(scripted.enrolmentCode);
      if (!enrolled.ok) return enrolled.error;
      const docked = await running().dock();
      return docked.phase === 'failed' ? docked.problem : 'ok';
    }
    case 'judge': {
      const stop = allStops(running().store)[command.stop - 1];
      if (stop === undefined) throw new Error(`no stop ${command.stop}`);
      const code = scriptedCode(command.stop);
      const verdict = await running().judge(
        stop.delivery,
        'hand-over',
        code,
        saidNothing(stop.parcels),
      );
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
(terminal as OpenTerminal | null)?.close();
