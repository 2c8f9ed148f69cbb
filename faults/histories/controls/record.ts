import type { Acceptance, Store } from '../../../electron/app/ports/store.ts';
import { allStops } from '../../../electron/testing/all-stops.ts';
import { hashEntry } from '../../../shared/protocol/log/chain.ts';
import type { Purpose } from '../../../shared/protocol/verdict.ts';
import { ok } from '../../../shared/result.ts';
import { blind } from '../../rollback/twins.ts';
import type { SwitchedOff } from '../terminal-under-test.ts';
import { rightRootOf } from '../what-central-makes.ts';

const PURPOSES: readonly Purpose[] = ['hand-over', 'override'];

/** Counts from the start of the app only. */
const forgetTries = (store: Store): Store => {
  const before = new Map(
    allStops(store).map((stop) => [`${stop.delivery} ${stop.epoch}`, stop.tries]),
  );
  return {
    ...store,
    stop: (delivery) => {
      const stop = store.stop(delivery);
      const known = stop === null ? undefined : before.get(`${delivery} ${stop.epoch}`);
      if (stop === null || known === undefined) return stop;
      const [code, dispatcher] = PURPOSES.map((purpose) => {
        const count = stop.tries[purpose].count - known[purpose].count;
        return { count, lastAt: count === 0 ? null : stop.tries[purpose].lastAt };
      });
      const tries = { 'hand-over': code, override: dispatcher } as typeof stop.tries;
      return { ...stop, tries };
    },
  };
};

/** Of the log, the store and the keychain. */
export const OF_THE_RECORD: readonly SwitchedOff[] = [
  { without: "the comparison with the keychain's anchor", anchorCheck: false },
  { without: 'the disk having a write before it is answered', synchronisation: false },
  {
    // Told as committed, it is ahead of a store whose app dies in between.
    without: 'the pending head in the keychain',
    ports: ({ anchors, ...others }) => ({
      ...others,
      anchors: {
        ...anchors,
        write: ({ committed, pending }) =>
          anchors.write({ committed: pending ?? committed, pending: null }),
      },
    }),
  },
  {
    without: "a look at the keychain's heads before each entry",
    ports: ({ anchors, ...others }) => ({ ...others, anchors: blind(anchors) }),
  },
  {
    without: 'the count of a try before its code is derived',
    ports: ({ store, argon2id, ...others }) => {
      const later: (() => void)[] = [];
      return {
        ...others,
        store: {
          ...store,
          countTry: (stop, purpose, at) => {
            later.push(() => void store.countTry(stop, purpose, at));
            return stop.tries[purpose].count + 1;
          },
        },
        argon2id: async (...given) => {
          const root = await argon2id(...given);
          for (const work of later.splice(0)) work();
          return root;
        },
      };
    },
  },
  {
    without: 'counts of tries that outlive the app',
    ports: ({ store, ...others }) => ({ ...others, store: forgetTries(store) }),
  },
  {
    without: 'one transaction for entry and acceptance',
    ports: ({ store, ...others }) => ({
      ...others,
      store: {
        ...store,
        write: (work) => {
          const accepted: Acceptance[] = [];
          const accept = (one: Acceptance): boolean => accepted.push(one) > 0;
          const written = store.write((writer) => work({ ...writer, accept }));
          const [one] = accepted;
          if (written.ok && one !== undefined) store.write((writer) => void writer.accept(one));
          return written;
        },
      },
    }),
  },
  {
    without: "the acceptance's primary key and the look at it",
    ports: ({ store, ...others }) => ({
      ...others,
      store: {
        ...store,
        stop: (delivery) => {
          const stop = store.stop(delivery);
          return stop === null ? null : { ...stop, acceptance: null };
        },
        write: (work) =>
          store.write((writer) => work({ ...writer, accept: (one) => writer.accept(one) || true })),
      },
    }),
  },
  {
    without: 'the log as the floor of the time',
    drawnFrom: 3,
    ports: ({ store, ...others }) => ({
      ...others,
      store: { ...store, newestEntryTime: () => null },
    }),
  },
  {
    without: 'the boot clock in the time',
    ports: ({ store, ...others }) => ({
      ...others,
      store: {
        ...store,
        timeAnchor: () => {
          const anchor = store.timeAnchor();
          return anchor === null ? null : { ...anchor, bootId: 'another' };
        },
      },
    }),
  },
  {
    without: "central's receipt",
    ports: ({ central, ...others }) => ({
      ...others,
      central: {
        ...central,
        handIn: async (record, entries, now) => {
          const answer = await central.handIn(record, entries, now);
          const last = entries.at(-1)?.entry;
          if (answer.ok || last === undefined) return answer;
          const { terminal } = record.grant;
          const receipt = { terminal, acknowledged: last.sequence, hash: hashEntry(last) };
          return ok({ receipt, findings: [] });
        },
      },
    }),
  },
  {
    without: 'the code in what is derived from it',
    ports: ({ argon2id, ...others }) => ({
      ...others,
      argon2id: async (secret, salt, cost) =>
        rightRootOf(salt) ?? (await argon2id(secret, salt, cost)),
    }),
  },
];
