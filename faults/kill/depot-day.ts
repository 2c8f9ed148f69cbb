import type { PresenceKeys, TestDepot } from '../../central/src/testing/test-depot.ts';
import type { DeliveryId, Hash, PublicKey, TerminalId } from '../../shared/protocol/ids.ts';
import type { Purpose } from '../../shared/protocol/verdict.ts';
import type { CodesOfDay } from './customers.ts';

/** What the lives of a terminal need of the depot, wherever that is. */
export type LivesDay = {
  readonly enrolment: string;
  /** Gives it more stops if it has few; what the codes are of all that it was given so far. */
  readonly goOn: () => Promise<CodesOfDay>;
  /** What central makes of what it has of the terminal; null if it does not know it. */
  readonly known: () => Promise<KnownTerminal | null>;
  /** What proves a hand-over, also at a stop that the terminal has erased. */
  readonly presenceKeys: () => Promise<(of: DeliveryId, purpose: Purpose) => PublicKey | null>;
};
/** What central found, and the hashes of the entries that it has. */
export type KnownTerminal = {
  readonly findings: readonly string[];
  readonly stored: readonly Hash[];
};

/** Finds a key in what the depot says of all. */
export const keysFrom = (
  keys: readonly PresenceKeys[],
): ((of: DeliveryId, purpose: Purpose) => PublicKey | null) => {
  const known = new Map(keys.map((one) => [one.delivery, one]));
  return (of, purpose) => known.get(of)?.[purpose] ?? null;
};

/** What people at the depot do for one terminal. */
export type DepotDay = LivesDay & {
  /** What proves the hand-over of each delivery that the terminal was ever given. */
  readonly presenceKeyList: () => Promise<readonly PresenceKeys[]>;
  /** Gives it more stops, however many it has. */
  readonly giveMore: () => Promise<void>;
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
  const presenceKeyList = async () => {
    const id = await terminal();
    return id === null ? [] : depot.presenceKeysOf(id);
  };
  // A terminal that was killed while it asked asks again: each is told what the one before came to.
  let last: Promise<unknown> = Promise.resolve();
  return {
    enrolment,
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
    known: async () => {
      const id = await terminal();
      if (id === null) return null;
      const { findings } = await depot.judgement(id);
      return { findings, stored: await depot.storedOf(id) };
    },
    presenceKeyList,
    presenceKeys: async () => keysFrom(await presenceKeyList()),
  };
};
