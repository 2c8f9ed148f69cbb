import { setTimeout as wait } from 'node:timers/promises';
import {
  makeTestTerminal,
  PULLED,
  type TestTerminal,
} from '../../central/src/testing/test-terminal.ts';
import { entriesAnswer, PATHS, receipt } from '../../shared/protocol/api/terminal.ts';
import type { Instant, TerminalId } from '../../shared/protocol/ids.ts';
import type { SignedEntry } from '../../shared/protocol/log/entry.ts';

/** A terminal that writes and hands in without a pause, and keeps all that it has ever written. */
export type Handheld = {
  readonly id: TerminalId;
  readonly log: readonly SignedEntry[];
  /** The last number that a receipt of central's has acknowledged. */
  readonly acknowledged: () => number;
  /** How often it was told to come again, and how often nobody answered. */
  readonly refusals: () => number;
  /** Answers that no terminal should get: anything but a receipt, 503 with Retry-After, or silence. */
  readonly strange: readonly string[];
  /** What central found fault with in it. */
  readonly findings: readonly string[];
  /** Hands in all that it has, and goes on until it is acknowledged. */
  readonly handInAll: (signal: AbortSignal) => Promise<void>;
  /** Writes and hands in until it is told to stop. */
  readonly work: (signal: AbortSignal) => Promise<void>;
};

const MOST_AT_ONCE = 40;
const AGAIN_MS = 60;
/** Longer than central lets anybody wait, on a machine that does much else. */
const NO_ANSWER_MS = 60_000;

/** Enrols one. `urls`: the processes of central, which it asks in turn. */
export const enrolHandheld = async (urls: readonly string[], code: string): Promise<Handheld> => {
  const terminal: TestTerminal = makeTestTerminal(urls[0] ?? '', () => Date.now() as Instant);
  const answer = await terminal.enrol(code);
  if (answer.status !== 200) throw new Error(`not enrolled: ${answer.status}`);
  const log: SignedEntry[] = [];
  const strange: string[] = [];
  const findings: string[] = [];
  let acknowledged = 0;
  let refusals = 0;
  let turn = 0;

  const handIn = async (signal: AbortSignal): Promise<void> => {
    terminal.moveTo(urls[turn++ % urls.length] ?? '');
    const entries = log.slice(acknowledged, acknowledged + MOST_AT_ONCE);
    const waiting = AbortSignal.timeout(NO_ANSWER_MS);
    // Nobody may answer: the process is being started again.
    const answer = await terminal
      .send('POST', PATHS.entries, { entries }, { signal: waiting })
      .catch(() => null);
    if (answer === null && waiting.aborted) strange.push('no answer, and the connection stays');
    if (answer?.status === 200) {
      const { receipt: signed, findings: found } = entriesAnswer.parse(answer.body);
      // One that names an earlier entry than before: the database came out of a backup.
      acknowledged = receipt.parse(signed.document).acknowledged;
      findings.push(...found.map(({ sequence, code }) => `${code} at ${sequence}`));
      return;
    }
    refusals++;
    if (answer !== null && (answer.status !== 503 || answer.headers.get('retry-after') === null)) {
      strange.push(`${answer.status} ${JSON.stringify(answer.body)}`);
    }
    await wait(AGAIN_MS, undefined, { signal }).catch(() => undefined);
  };

  return {
    id: terminal.id,
    log,
    strange,
    findings,
    acknowledged: () => acknowledged,
    refusals: () => refusals,
    handInAll: async (signal) => {
      while (acknowledged < log.length && !signal.aborted) await handIn(signal);
    },
    work: async (signal) => {
      while (!signal.aborted) {
        if (acknowledged >= log.length - 2)
          log.push(terminal.write(PULLED), terminal.write(PULLED));
        await handIn(signal);
      }
    },
  };
};
