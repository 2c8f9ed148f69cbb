import type { TestCentral } from '../../central/src/testing/test-central.ts';
import type { TestDepot } from '../../central/src/testing/test-depot.ts';
import type { Clock } from '../../electron/app/ports/clock.ts';
import type { Stop, Store } from '../../electron/app/ports/store.ts';
import type { Keychain } from '../../electron/keychain/os-keychain.ts';
import { allStops } from '../../electron/testing/all-stops.ts';
import { assertNever } from '../../shared/assert-never.ts';
import type { TerminalId } from '../../shared/protocol/ids.ts';
import type { Result } from '../../shared/result.ts';
import type { ProblemCode } from '../../shared/terminal/problem.ts';
import { clientFor } from '../support/reach-central.ts';
import {
  type Home,
  type OpenTerminal,
  openTerminal,
  type TerminalOptions,
} from '../support/terminal.ts';
import type { Act } from './matrix.ts';

/** What all lives of one cell's terminal share. */
export type Ground = {
  readonly central: TestCentral;
  readonly depot: TestDepot;
  readonly keychain: Keychain;
  readonly clock: Clock;
};

/** Longer than any wait after a wrong code that a cell can come to. */
const PATIENCE_MS = 6 * 60_000;

const BOOT = 'rollback';
/** The clocks of a terminal that is never restarted and whose wall clock is right. */
export const honestClock = (central: TestCentral): Clock => {
  const { now } = central.clock;
  const start = now();
  return { wall: now, boot: () => ({ bootId: BOOT, elapsedMs: now() - start }) };
};

export const open = (
  { keychain, clock }: Ground,
  home: Home,
  how: Pick<TerminalOptions, 'anchors'> = {},
): Promise<Result<OpenTerminal, ProblemCode>> =>
  openTerminal({ home, keychain, clock, central: clientFor(clock), ...how });

export const stopAt = (store: Store, position: number): Stop => {
  const stop = allStops(store).find((one) => one.position === position);
  if (stop === undefined) throw new Error(`there is no stop ${position}`);
  return stop;
};

/** Shows the customer's code at a stop, or, for a wrong one, another customer's. */
export const show = async (
  { depot }: Ground,
  { store, show: showAt }: OpenTerminal,
  position: number,
  customer = position,
) => {
  const stop = stopAt(store, position);
  const code = await depot.codeOf(stopAt(store, customer));
  return showAt(stop, code);
};

const expectDone = (what: string, outcome: { readonly ok: boolean }): void => {
  if (!outcome.ok) throw new Error(`${what}: ${JSON.stringify(outcome)}`);
};

/** Plays what a terminal does; throws if a step does not go as it must on an honest terminal. */
export const play = async (
  ground: Ground,
  terminal: OpenTerminal,
  acts: readonly Act[],
): Promise<void> => {
  for (const act of acts) {
    switch (act.do) {
      case 'dock': {
        expectDone('a docking', await terminal.dock());
        break;
      }
      case 'refuse':
        expectDone('a refusal', await terminal.showUnknown());
        break;
      case 'accept': {
        const verdict = await show(ground, terminal, act.stop);
        if (!verdict.ok || verdict.value.result !== 'accepted') {
          throw new Error(`not accepted: ${JSON.stringify(verdict)}`);
        }
        break;
      }
      case 'wrong': {
        const verdict = await show(ground, terminal, act.stop, act.stop === 4 ? 1 : act.stop + 1);
        const right = verdict.ok && verdict.value.result === 'refused';
        if (!right || verdict.value.reason !== 'wrong-code') {
          throw new Error(`not a wrong code: ${JSON.stringify(verdict)}`);
        }
        ground.central.clock.advance(PATIENCE_MS);
        break;
      }
      default:
        return assertNever(act);
    }
  }
};

/** Enrols a new terminal and gives it a route, not pulled yet. */
export const begin = async (
  { depot }: Ground,
  terminal: OpenTerminal,
  stops: number,
): Promise<TerminalId> => {
  expectDone('enrolment', await terminal.enrol(await depot.newEnrolmentCode()));
  const id = terminal.store.terminal()?.grant.terminal;
  if (id === undefined) throw new Error('the terminal is not enrolled');
  await depot.giveStops(
    id,
    Array.from({ length: stops }, () => ({})),
  );
  return id;
};
