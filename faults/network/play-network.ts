import { openSealedCode } from '../../central/src/codes/make-sealed-code.ts';
import { actsAt } from '../../central/src/life/testing/acts-at.ts';
import type { Stop } from '../../electron/app/ports/store.ts';
import { allStops } from '../../electron/testing/all-stops.ts';
import type { DepotId } from '../../shared/protocol/ids.ts';
import type { OpenTerminal } from '../support/terminal.ts';
import { type FaultyLine, type LineOptions, makeFaultyLine } from './faulty-line.ts';
import { type Handheld, openHandheld } from './handheld.ts';
import { countStored, judge, type Wrong } from './judge.ts';
import type { FaultName } from './line-faults.ts';
import type { Stage } from './stage.ts';

export type Played = {
  readonly wrongs: readonly Wrong[];
  readonly crashes: readonly string[];
  readonly entries: number;
  readonly handOvers: number;
  /** Deliveries that both terminals have handed over. */
  readonly raced: number;
  readonly faults: ReadonlyMap<FaultName, number>;
};

export type PlayOptions = {
  readonly random: () => number;
  /** Faults of these kinds alone, and as many as there can be. */
  readonly only?: readonly FaultName[] | undefined;
};

/** How many stops each of them has. */
const STOPS = [3, 1] as const;
/** Faults in a run, at most, and how likely a request meets one. */
const MOST_FAULTS = 16;
const SHARE = 0.4;
const MOST_OF_SOME = 200;
/** So often each of two terminals docks while the other does. */
const MOST_ROUNDS = 3;
/** A person tries so often at a network that is well, at most: an old receipt costs one docking. */
const LAST_TRIES = 3;

/** The code that a delivery's customer has. */
const codeOf = async ({ office }: Stage, depot: DepotId, stop: Stop): Promise<Uint8Array> => {
  const { pool } = office.ports;
  const { rows } = await pool.query<{ id: string; sealed: Buffer | null }>(
    `select id, sealed_code as sealed from issue where depot = $1 and delivery = $2 and epoch = $3`,
    [depot, stop.delivery, stop.epoch],
  );
  const [issue] = rows;
  if (issue === undefined || issue.sealed === null) throw new Error('the code is no more');
  return openSealedCode(office.ports, issue.id, 'hand-over', issue.sealed);
};

/**
 * A page of before, played back, tells a terminal that there is nothing; and codes are given as they
 * are ready, on a busy machine one by one: then it docks again.
 */
const hasStops =
  (count: number) =>
  ({ store }: OpenTerminal): boolean =>
    allStops(store).length >= count;

/** What two drivers do with two terminals, of which one gets a delivery that the other still has. */
const work = async (
  stage: Stage,
  [one, other]: readonly [Handheld, Handheld],
  chance: (share: number) => boolean,
): Promise<void> => {
  const { act } = actsAt(stage.office);
  const grant = one.terminal().store.terminal()?.grant;
  if (grant === undefined) throw new Error('the terminal is not enrolled');
  const { depot } = grant;
  const show = async (by: Handheld, stop: Stop | undefined, code: Uint8Array): Promise<void> => {
    const now = stop === undefined ? null : by.terminal().store.stop(stop.delivery);
    if (now === null || now.withdrawn || now.acceptance !== null) return;
    const shown = await by.terminal().show(now, code);
    if (!shown.ok) throw new Error(`no verdict: ${shown.error}`);
  };
  const [moved, second, last] = allStops(one.terminal().store);
  const [own] = allStops(other.terminal().store);
  if (moved === undefined || second === undefined || last === undefined || own === undefined) {
    throw new Error('the terminals have no stops');
  }
  const [code, ...codes] = await Promise.all(
    [moved, second, last, own].map((stop) => codeOf(stage, depot, stop)),
  );
  const [secondCode, lastCode, ownCode] = codes;
  if (!code || !secondCode || !lastCode || !ownCode) throw new Error('there are no codes');

  if (chance(0.5)) await show(one, second, lastCode);
  const isFirst = chance(0.5);
  if (isFirst) await show(one, moved, code);
  if (chance(0.3)) await one.dock();
  // Who has been told of a hand-over moves nothing any more.
  const { status } = await act({ id: moved.delivery }, 'move', { route: own.route });
  if (status !== 200 && status !== 409) throw new Error(`the move is answered with ${status}`);
  await other.dockUntil(() => true);
  const again = other.terminal().store.stop(moved.delivery);
  if (again !== null) await show(other, again, await codeOf(stage, depot, again));
  if (!isFirst) await show(one, moved, code);
  await show(one, second, secondCode);
  await show(other, own, ownCode);
  if (chance(0.3)) await one.restart();
  for (let n = 0; n === 0 || (n < MOST_ROUNDS && chance(0.6)); n++) {
    await Promise.all([one.dock(), other.dock()]);
  }
  await show(one, last, lastCode);
  if (chance(0.3)) await other.restart();
  await Promise.all([one.dock(), other.dock()]);
};

/** Two terminals enrol, work and dock over a line of many faults, and at last over one of none. */
export const playNetwork = async (stage: Stage, { random, only }: PlayOptions): Promise<Played> => {
  const depot = await stage.newDepot();
  const wrongs: Wrong[] = [];
  let depotId = '';
  const faults = only === undefined ? Math.ceil(random() * MOST_FAULTS) : MOST_OF_SOME;
  const lineOptions: LineOptions = { random, faults, share: SHARE, only };
  const line: FaultyLine = makeFaultyLine(stage, () => depotId, lineOptions);
  const complain = (kind: Wrong['kind'], what: string): void => void wrongs.push({ kind, what });
  const handhelds: Handheld[] = [];
  try {
    for (const name of ['one', 'other']) {
      handhelds.push(
        await openHandheld(name, {
          line,
          now: stage.now,
          countStored: (terminal) => countStored(stage.office, terminal),
          complain,
        }),
      );
    }
    const both = handhelds as unknown as readonly [Handheld, Handheld];
    const codes = [await depot.newEnrolmentCode(), await depot.newEnrolmentCode()];
    await Promise.all(both.map((handheld, n) => handheld.enrol(codes[n] as string)));
    depotId = both[0].terminal().store.terminal()?.grant.depot ?? '';
    for (const [n, count] of STOPS.entries()) {
      const stops = Array.from({ length: count }, () => ({}));
      await depot.giveStops((both[n] as Handheld).id(), stops);
    }
    await Promise.all(both.map((handheld, n) => handheld.dockUntil(hasStops(STOPS[n] ?? 0))));
    await work(stage, both, (share) => random() < share);
    await line.mend();
    for (const handheld of both) {
      let problem = await handheld.dock();
      for (let n = 1; problem !== null && n < LAST_TRIES; n++) problem = await handheld.dock();
      if (problem !== null) complain('lost', `a terminal does not dock any more: ${problem}`);
    }
    wrongs.push(...(await judge(stage.office, depotId as DepotId, both)));
    wrongs.push(...line.undetected.map((what) => ({ kind: 'undetected' as const, what })));
    const signed = both.flatMap((one) => one.signed());
    const given = signed.flatMap(({ entry: { content } }) =>
      content.kind === 'hand-over' ? [content.delivery] : [],
    );
    return {
      wrongs,
      crashes: line.crashes,
      entries: signed.length,
      handOvers: given.length,
      raced: given.length - new Set(given).size,
      faults: line.counts,
    };
  } catch (error) {
    // What is wrong may end it.
    if (wrongs.length === 0) throw error;
    const nothing = { entries: 0, handOvers: 0, raced: 0 };
    return { wrongs, crashes: line.crashes, ...nothing, faults: line.counts };
  } finally {
    await line.mend();
    for (const handheld of handhelds) await handheld.close();
  }
};
