import type { DeliveryId, Instant, Sequence } from '../../shared/ids.ts';
import { EMPTY_LOG, hashEntry, type LogPosition } from '../../shared/log/chain.ts';
import type { Entry } from '../../shared/log/entry.ts';
import type { Store } from './ports.ts';

/** What the log says that the store must hold. */
type Expected = {
  readonly handedOver: Map<DeliveryId, Sequence>;
  readonly tried: Map<DeliveryId, { readonly epoch: number; readonly count: number }>;
  centralTime: Instant | null;
  cursor: number;
};

const BATCH = 500;

const note = (expected: Expected, { content, sequence }: Entry): void => {
  switch (content.kind) {
    case 'hand-over':
      expected.handedOver.set(content.delivery, sequence);
      return;
    case 'attempt':
      if (content.delivery === null || content.epoch === null) return;
      expected.tried.set(content.delivery, { epoch: content.epoch, count: content.counted });
      return;
    case 'clock':
      expected.centralTime = content.central;
      return;
    case 'pulled':
      expected.cursor = content.cursor;
  }
};

/** Walks the log from its first entry to its head; null where the chain of hashes is broken. */
const readLog = (store: Store): Expected | null => {
  const expected: Expected = {
    handedOver: new Map(),
    tried: new Map(),
    centralTime: null,
    cursor: 0,
  };
  let at: LogPosition = EMPTY_LOG;
  for (;;) {
    const entries = store.entriesAfter(at.sequence, BATCH);
    if (entries.length === 0) return at.hash === store.logPosition().hash ? expected : null;
    for (const { entry } of entries) {
      if (entry.sequence !== at.sequence + 1 || entry.previous !== at.hash) return null;
      at = { sequence: entry.sequence, hash: hashEntry(entry) };
      note(expected, entry);
    }
  }
};

/**
 * Whether the store holds what its own log says. The head alone does not tell: one old page of the
 * file, put back, decrypts as well as any, and could take an acceptance or a count of tries away.
 */
export const agreesWithLog = (store: Store): boolean => {
  const expected = readLog(store);
  if (expected === null) return false;
  const acceptances = store.acceptances();
  const { handedOver, tried, centralTime, cursor } = expected;
  return (
    acceptances.length === handedOver.size &&
    acceptances.every(({ delivery, sequence }) => handedOver.get(delivery) === sequence) &&
    (store.timeAnchor()?.centralTime ?? null) === centralTime &&
    store.cursor() >= cursor &&
    [...tried].every(([delivery, { epoch, count }]) => {
      const stop = store.stop(delivery);
      if (stop === null || stop.epoch !== epoch) return true;
      return stop.tries['hand-over'].count + stop.tries.override.count >= count;
    })
  );
};
