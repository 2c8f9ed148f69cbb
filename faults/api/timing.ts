import { randomUUID } from 'node:crypto';
import type { Fault } from './judge.ts';
import { pathOf } from './make-request.ts';
import type { Stage } from './stage.ts';

/** Of every kind of thing that a path can name. */
const OPERATIONS = [
  'getDelivery',
  'listPasses',
  'exportTerminalLog',
  'showBoard',
  'listWebhookEvents',
];
const PAIRS = 80;
/** How much quicker one of two must mostly be to be told from the other, and by how many milliseconds. */
const FAR = 0.25;
const FAR_MS = 0.5;

const median = (times: readonly number[]): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;

/** How often one of the first is longer than one of the others: a half, if nothing distinguishes them. */
const oftenLonger = (first: readonly number[], others: readonly number[]): number => {
  const longer = first.flatMap((a) => others.map((b) => (a > b ? 1 : a === b ? 0.5 : 0)));
  return longer.reduce<number>((sum, one) => sum + one, 0) / longer.length;
};

/** Whether durations tell which of two things they belong to. Milliseconds. */
export const tellsApart = (first: readonly number[], others: readonly number[]): boolean =>
  Math.abs(oftenLonger(first, others) - 0.5) > FAR &&
  Math.abs(median(first) - median(others)) > FAR_MS;

/** Whether somebody learns by how long it takes that there is a thing of another depot. */
export const playTiming = async (stage: Stage, random: () => number): Promise<Fault[]> => {
  const { everybody, schemas, otherThings, ask } = stage;
  const who = everybody.find(({ name }) => name === 'admin');
  if (who === undefined) throw new Error('there is no admin of one depot');
  const faults: Fault[] = [];
  for (const id of OPERATIONS) {
    const one = schemas.operations.find((known) => known.id === id);
    if (one === undefined) throw new Error(`there is no ${id}`);
    const time = async (isThere: boolean): Promise<number> => {
      const nobodys = {
        delivery: randomUUID(),
        terminal: randomUUID(),
        depot: randomUUID(),
        webhook: randomUUID(),
      };
      const path = pathOf(one, isThere ? otherThings : nobodys);
      const begun = performance.now();
      await ask(who, { method: 'GET', path, headers: {}, body: undefined });
      return performance.now() - begun;
    };
    const [there, nowhere]: [number[], number[]] = [[], []];
    for (let pair = 0; pair < PAIRS; pair++) {
      const isFirst = random() < 0.5;
      for (const isThere of [isFirst, !isFirst]) {
        (isThere ? there : nowhere).push(await time(isThere));
      }
    }
    if (tellsApart(there, nowhere)) {
      const what = `${id}: another depot’s takes ${median(there).toFixed(1)} ms, what there is not ${median(nowhere).toFixed(1)} ms`;
      faults.push({ kind: 'undetected', what });
    }
  }
  return faults;
};
