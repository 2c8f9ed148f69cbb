import type { TestDepot } from '../../central/src/testing/test-depot.ts';
import type { DeliveryId, PublicKey, TerminalId } from '../../shared/protocol/ids.ts';
import type { Purpose } from '../../shared/protocol/verdict.ts';
import type { CodesOfDay } from './customers.ts';

/** What people at the depot do for one terminal. */
export type DepotDay = {
  readonly depot: TestDepot;
  readonly enrolment: string;
  readonly terminal: () => Promise<TerminalId | null>;
  /** Gives it more stops if it has few; what the codes are of all that it was given so far. */
  readonly goOn: () => Promise<CodesOfDay>;
  /** Gives it more stops, however many it has. */
  readonly giveMore: () => Promise<void>;
  /** What proves a hand-over, also at a stop that the terminal has erased. */
  readonly presenceKeys: () => Promise<(of: DeliveryId, purpose: Purpose) => PublicKey | null>;
};

/** So many stops are given first, and again whenever no more than a few are open. */
const STOPS = 9;
const FEW = 4;

const textOf = (code: Uint8Array): string => Buffer.from(code).toString('latin1');

export const startDay = async (depot: TestDepot): Promise<DepotDay> => {
  const enrolment = await depot.newEnrolmentCode();
  const codes: CodesOfDay = {};
  const terminal = () => depot.terminalOf(enrolment);
  const giveTo = (id: TerminalId): Promise<void> =>
    depot.giveStops(
      id,
      Array.from({ length: STOPS }, () => ({})),
    );
  const goOn = async (): Promise<CodesOfDay> => {
    const id = await terminal();
    if (id === null) return codes;
    if ((await depot.openOf(id)) <= FEW) await giveTo(id);
    for (const issued of await depot.issuesOf(id)) {
      if (codes[issued.shortId] !== undefined) continue;
      const customer = textOf(await depot.codeOf(issued));
      codes[issued.shortId] = {
        customer,
        dispatcher: textOf(await depot.overrideOf(issued.shortId)),
      };
    }
    return codes;
  };
  // A terminal that was killed while it asked asks again: each is told what the one before came to.
  let last: Promise<unknown> = Promise.resolve();
  return {
    depot,
    enrolment,
    terminal,
    goOn: () => {
      const next = last.then(goOn);
      last = next.catch(() => undefined);
      return next;
    },
    giveMore: async () => {
      const id = await terminal();
      if (id === null) throw new Error('the terminal is not enrolled');
      await giveTo(id);
    },
    presenceKeys: async () => {
      const id = await terminal();
      const keys = id === null ? [] : await depot.presenceKeysOf(id);
      const known = new Map(keys.map((one) => [one.delivery, one]));
      return (of, purpose) => known.get(of)?.[purpose] ?? null;
    },
  };
};
