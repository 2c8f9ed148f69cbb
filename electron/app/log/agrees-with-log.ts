import type {
  DeliveryId,
  Hash,
  Instant,
  Sequence,
  StaffId,
  TokenId,
} from '../../../shared/protocol/ids.ts';
import { EMPTY_LOG, hashEntry, type LogPosition } from '../../../shared/protocol/log/chain.ts';
import type { Entry, SignedEntry, StoppedWhy } from '../../../shared/protocol/log/entry.ts';
import { detailStates, detailsThat } from '../../../shared/protocol/log/read-details.ts';
import type { ExceptionOutcome } from '../../../shared/protocol/outcome.ts';
import { nextTurn } from '../../next-turn.ts';
import type { Store } from '../ports/store.ts';

/** What the log says that the store must hold. */
type Expected = {
  readonly handedOver: Map<DeliveryId, Sequence>;
  readonly excepted: Map<DeliveryId, ExceptionOutcome>;
  readonly tried: Map<DeliveryId, { readonly epoch: number; readonly count: number }>;
  readonly tokens: Map<TokenId, number>;
  /** Wrong PINs in a row that the log tells of since the last docking. */
  readonly pinTries: Map<StaffId, number>;
  stopped: StoppedWhy | null;
  signedIn: StaffId | null;
  centralTime: Instant | null;
  pulled: { readonly cursor: number; readonly manifest: Hash } | null;
};

const BATCH = 100;

const note = (expected: Expected, { content, sequence }: Entry): void => {
  switch (content.kind) {
    case 'hand-over': {
      expected.handedOver.set(content.delivery, sequence);
      const { proof } = content;
      if (proof.scheme !== 'oath' || proof.factor === null) return;
      const before = expected.tokens.get(proof.token) ?? 0;
      expected.tokens.set(proof.token, Math.max(before, proof.factor + 1));
      return;
    }
    case 'exception':
      expected.excepted.set(content.delivery, content.outcome);
      return;
    case 'exception-undone':
      expected.excepted.delete(content.delivery);
      return;
    case 'stopped':
      expected.stopped ??= content.why;
      return;
    case 'signed-in':
      expected.signedIn = content.staff;
      expected.pinTries.delete(content.staff);
      return;
    case 'signed-out':
      expected.signedIn = null;
      return;
    case 'sign-in-refused':
      if (content.staff !== null) expected.pinTries.set(content.staff, content.counted);
      return;
    case 'attempt':
      if (content.delivery === null || content.epoch === null) return;
      expected.tried.set(content.delivery, { epoch: content.epoch, count: content.counted });
      return;
    case 'clock':
      expected.centralTime = content.central;
      expected.pinTries.clear();
      return;
    case 'pulled':
      expected.pulled = content;
      // A new PIN ends the count of the old one's.
      expected.pinTries.clear();
  }
};

/** Whether what is personal in an entry stands beside it, as it was written. */
const hasItsDetails = (signed: SignedEntry): boolean => {
  const states = detailStates(signed);
  return [...detailsThat(states, 'erased'), ...detailsThat(states, 'altered')].length === 0;
};

/**
 * Walks the log from its first entry to its head; null where the chain of hashes is broken, or where
 * something is missing beside an entry that was not forgotten.
 */
const readLog = async (store: Store): Promise<Expected | null> => {
  const expected: Expected = {
    handedOver: new Map(),
    excepted: new Map(),
    tried: new Map(),
    tokens: new Map(),
    pinTries: new Map(),
    stopped: null,
    signedIn: null,
    centralTime: null,
    pulled: null,
  };
  const forgotten = store.forgotten();
  let at: LogPosition = EMPTY_LOG;
  for (;;) {
    const entries = store.entriesAfter(at.sequence, BATCH);
    if (entries.length === 0) return at.hash === store.logPosition().hash ? expected : null;
    for (const signed of entries) {
      const { entry } = signed;
      if (entry.sequence !== at.sequence + 1 || entry.previous !== at.hash) return null;
      at = { sequence: entry.sequence, hash: hashEntry(entry) };
      if (at.sequence > forgotten && !hasItsDetails(signed)) return null;
      note(expected, entry);
    }
    await nextTurn();
  }
};

const sameMap = <K, V>(a: ReadonlyMap<K, V>, b: ReadonlyMap<K, V>): boolean =>
  a.size === b.size && [...a].every(([key, value]) => b.get(key) === value);

const isManifestOf = async (store: Store, pulled: Expected['pulled']): Promise<boolean> => {
  const { noted, counted } = store.manifest;
  if (pulled === null) return store.cursor() === 0 && noted() === null;
  const { cursor, manifest } = pulled;
  return store.cursor() === cursor && noted() === manifest && (await counted()) === manifest;
};

/**
 * Whether the store holds what its own log says; looked at in turns, before anything is written to
 * it. The head alone does not tell: one old page of the file, put back, decrypts as well as any,
 * and could take an acceptance or a count of tries away.
 */
export const agreesWithLog = async (store: Store): Promise<boolean> => {
  const expected = await readLog(store);
  if (expected === null) return false;
  const acceptances = new Map(
    store.acceptances().map(({ delivery, sequence }) => [delivery, sequence]),
  );
  return (
    sameMap(acceptances, expected.handedOver) &&
    sameMap(store.exceptions(), expected.excepted) &&
    sameMap<TokenId, number>(store.tokens(), expected.tokens) &&
    (await isManifestOf(store, expected.pulled)) &&
    // An old page of an index says nothing else than that a row is not there.
    store.isWhole() &&
    (store.timeAnchor()?.centralTime ?? null) === expected.centralTime &&
    JSON.stringify(store.stopped()) === JSON.stringify(expected.stopped) &&
    store.staff.signedIn() === expected.signedIn &&
    [...expected.pinTries].every(
      ([staff, count]) => (store.staff.pinTries().get(staff)?.count ?? 0) >= count,
    ) &&
    [...expected.tried].every(([delivery, { epoch, count }]) => {
      const stop = store.stop(delivery);
      if (stop === null || stop.epoch !== epoch) return true;
      return stop.tries['hand-over'].count + stop.tries.override.count >= count;
    })
  );
};
