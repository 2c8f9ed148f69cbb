import { setTimeout as pause } from 'node:timers/promises';
import type { TerminalRecord } from '../../electron/app/ports/central.ts';
import type { Instant } from '../../shared/protocol/ids.ts';
import type { SignedEntry } from '../../shared/protocol/log/entry.ts';
import type { Result } from '../../shared/result.ts';
import {
  type DockEffect,
  type DockEvent,
  dockStep,
  idleDock,
} from '../../shared/terminal/dock/dock.ts';
import type { ProblemCode } from '../../shared/terminal/problem.ts';
import type { BenchTerminal } from '../depot/bench-terminal.ts';

/** How long a docking took, how often it was told to wait, and what it failed of, if it did. */
export type Docked = {
  readonly ms: number;
  readonly waits: number;
  readonly problem: ProblemCode | null;
};

const now = (): Instant => Date.now() as Instant;

/**
 * Docks once by the terminal's own state machine: proves the time, hands in, pulls, and waits where
 * it is told to. Whatever else goes wrong ends it.
 */
export const dockOnce = async (
  { central }: BenchTerminal,
  entries: readonly SignedEntry[],
  record: TerminalRecord,
): Promise<Docked> => {
  const start = performance.now();
  let waits = 0;
  let left = entries;
  const end = (problem: ProblemCode | null): Docked => ({
    ms: performance.now() - start,
    waits,
    problem,
  });
  const ask = async (
    type: Exclude<DockEffect['type'], 'retry'>,
  ): Promise<Result<DockEvent, ProblemCode | 'cursor-unknown'>> => {
    if (type === 'prove-time') {
      const time = await central.proveTime(record);
      return time.ok ? { ok: true, value: { type: 'time-proved', waiting: left.length } } : time;
    }
    if (type === 'hand-in') {
      const answer = await central.handIn(record, left, now());
      if (!answer.ok) return answer;
      const { acknowledged } = answer.value.receipt;
      const before = left.length;
      left = left.filter(({ entry }) => entry.sequence > acknowledged);
      const accepted = before - left.length;
      return { ok: true, value: { type: 'handed-in', accepted, waiting: left.length } };
    }
    const page = await central.pull(record, 0, now());
    if (!page.ok) return page;
    const { items, remaining } = page.value;
    return {
      ok: true,
      value: { type: 'pulled', items: items.length, remaining, waiting: left.length },
    };
  };
  let step = dockStep(idleDock, { type: 'start' });
  for (;;) {
    const { state, effect } = step;
    if (effect === null) return end(state.phase === 'failed' ? state.problem : null);
    if (effect.type === 'retry') {
      if (state.phase === 'failed' && state.problem !== 'central-busy') return end(state.problem);
      waits++;
      await pause(effect.afterMs);
      step = dockStep(state, { type: 'start' });
      continue;
    }
    const answer = await ask(effect.type);
    const failed = (problem: ProblemCode): DockEvent => ({
      type: 'failed',
      problem,
      random: Math.random(),
      waitMs: central.waitMs(),
    });
    if (answer.ok) step = dockStep(state, answer.value);
    else if (answer.error === 'cursor-unknown') return end('internal');
    else step = dockStep(state, failed(answer.error));
  }
};
