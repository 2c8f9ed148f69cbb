import type { ScanInput } from '../../../shared/protocol/scan/scan-input.ts';
import type { ProblemCode } from '../../../shared/terminal/problem.ts';
import type { SetupView } from '../../../shared/terminal/view/view.ts';
import type { Diagnostics } from '../ports/diagnostics.ts';
import { type EnrolParts, enrol } from './enrol.ts';

type Check = SetupView['checks'][number];
type State = Pick<Check, 'state' | 'problem'>;

/** Takes the scans of a terminal that belongs to nobody yet. */
export type Enrolment = {
  readonly state: () => State;
  readonly take: (input: ScanInput) => Promise<void>;
};

export const makeEnrolment = (
  parts: EnrolParts & {
    readonly diagnostics: Diagnostics;
    readonly changed: () => void;
    readonly enrolled: () => void;
  },
): Enrolment => {
  const { diagnostics, changed, enrolled } = parts;
  let state: State = { state: 'waiting', problem: null };
  const fail = (problem: ProblemCode): void => {
    diagnostics('enrolment-failed', { problem });
    state = { state: 'failed', problem };
    changed();
  };
  return {
    state: () => state,
    take: async (input) => {
      if (state.state === 'running') return;
      if (input.kind !== 'enrolment') return fail('enrolment-unreadable');
      if (!input.enrolment.ok) {
        const insecure = input.enrolment.error === 'insecure';
        return fail(insecure ? 'enrolment-insecure' : 'enrolment-unreadable');
      }
      state = { state: 'running', problem: null };
      changed();
      const done = await enrol(parts, input.enrolment.value);
      if (!done.ok) return fail(done.error);
      enrolled();
    },
  };
};
