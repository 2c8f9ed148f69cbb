import type { FindingCode } from '../../../shared/protocol/api/terminal.ts';
import type { VerifySignature } from '../../../shared/protocol/crypto/keys.ts';
import type { DeliveryId, Instant, Sequence } from '../../../shared/protocol/ids.ts';
import type { Entry, HandOverContent } from '../../../shared/protocol/log/entry.ts';
import {
  type Ground,
  judgeHandOver,
  type Remark,
} from '../../../shared/protocol/proof/judge-hand-over.ts';
import type { TerminalKey } from '../actors.ts';
import type { Transaction } from '../database/pool.ts';
import { moveToken } from '../tokens/use-token.ts';
import { nextTurn } from '../turns.ts';
import { closeDeliveries } from './close-deliveries.ts';
import { findGrounds } from './grounds.ts';

/** A hand-over whose entry is stored. */
export type StoredHandOver = {
  readonly entry: Entry;
  readonly handOver: HandOverContent;
  /** The entry was not made before this, as far as central can vouch for it. */
  readonly notBefore: Instant;
  readonly isAfterWiped: boolean;
};

/** What holds for all that a terminal hands in at once. */
export type HandIn = {
  readonly receivedAt: Instant;
  /** When the terminal was revoked, if it was. */
  readonly revokedAt: Instant | null;
};

type Proved = StoredHandOver & { readonly remark: Remark | null };
type Codes = Map<Sequence, FindingCode>;

/** How many proofs are looked at before others have their turn. */
const AT_ONCE = 25;

/** Says why a hand-over is not to be counted, or what there is to remark on it. */
const judge = (
  { entry, handOver, notBefore, isAfterWiped }: StoredHandOver,
  ground: Ground | null,
  { receivedAt, revokedAt }: HandIn,
  verify: VerifySignature,
): { readonly code: FindingCode } | { readonly remark: Remark | null } => {
  if (ground === null) return { code: 'no-such-delivery' };
  const { reason, remarks } = judgeHandOver(
    entry,
    handOver,
    { isSigned: true, ground, notBefore, notAfter: receivedAt, revokedAt, isAfterWiped },
    verify,
  );
  if (reason !== null && reason !== 'by-token') return { code: 'no-presence' };
  // A token's code rests on the terminal's word, which was taken from it.
  if (reason === 'by-token' && revokedAt !== null) return { code: 'after-revocation' };
  return { remark: remarks[0] ?? null };
};

/** Counts those that are the first of their delivery and the first by their code of a token. */
const count = async (
  tx: Transaction,
  { depot, id: terminal }: TerminalKey,
  proved: readonly Proved[],
): Promise<ReadonlySet<DeliveryId>> => {
  if (proved.length === 0) return new Set();
  const byToken = proved.map(({ handOver: { proof } }) => (proof.scheme === 'oath' ? proof : null));
  // In one order, whoever counts: two terminals with the same deliveries wait for each other once.
  const inserted = await tx.query<{ delivery: DeliveryId }>(
    `insert into hand_over (depot, delivery, epoch, terminal, sequence, token, factor)
     select $1::uuid, u.delivery, u.epoch, $2::uuid, u.sequence, u.token, u.factor
     from unnest($3::uuid[], $4::int[], $5::bigint[], $6::uuid[], $7::bigint[])
       as u (delivery, epoch, sequence, token, factor)
     order by u.delivery
     on conflict do nothing returning delivery`,
    [
      depot,
      terminal,
      proved.map(({ handOver }) => handOver.delivery),
      proved.map(({ handOver }) => handOver.epoch),
      proved.map(({ entry }) => entry.sequence),
      byToken.map((proof) => proof?.token ?? null),
      byToken.map((proof) => proof?.factor ?? null),
    ],
  );
  const counted = new Set(inserted.rows.map(({ delivery }) => delivery));
  const left = proved.filter(({ handOver }) => !counted.has(handOver.delivery));
  if (left.length === 0) return counted;
  // A person counted it before its place in the log could be taken: it is this very entry.
  const same = await tx.query<{ delivery: DeliveryId }>(
    `update hand_over set sequence = e.sequence, finding = null
     from unnest($3::uuid[], $4::bigint[]) as u (delivery, sequence)
       join entry e on e.depot = $1 and e.terminal = $2 and e.sequence = u.sequence
       join finding f on f.depot = $1 and f.terminal = e.terminal and f.entry_hash = e.hash
     where hand_over.depot = $1 and hand_over.delivery = u.delivery and hand_over.finding = f.id
     returning hand_over.delivery`,
    [
      depot,
      terminal,
      left.map(({ handOver }) => handOver.delivery),
      left.map(({ entry }) => entry.sequence),
    ],
  );
  for (const { delivery } of same.rows) counted.add(delivery);
  return counted;
};

/** Counts hand-overs of which no two are of one delivery or by one token. */
const countSet = async (
  tx: Transaction,
  verify: VerifySignature,
  key: TerminalKey,
  handIn: HandIn,
  stored: readonly StoredHandOver[],
  codes: Codes,
): Promise<void> => {
  const grounds = await findGrounds(
    tx,
    key,
    stored.map(({ handOver }) => handOver),
  );
  const proved: Proved[] = [];
  for (const [n, one] of stored.entries()) {
    if (n % AT_ONCE === AT_ONCE - 1) await nextTurn();
    const judged = judge(one, grounds[n] ?? null, handIn, verify);
    if ('code' in judged) codes.set(one.entry.sequence, judged.code);
    else proved.push({ ...one, ...judged });
  }
  const counted = await count(tx, key, proved);
  const done: Proved[] = [];
  for (const one of proved) {
    const { entry, handOver, remark } = one;
    if (!counted.has(handOver.delivery)) {
      codes.set(entry.sequence, 'second-hand-over');
      continue;
    }
    const { proof } = handOver;
    const isReached =
      proof.scheme !== 'oath' ||
      proof.factor === null ||
      (await moveToken(tx, key.depot, proof.token, proof.factor, handIn.receivedAt));
    done.push(one);
    const code = remark ?? (isReached ? null : 'outside-validity');
    if (code !== null) codes.set(entry.sequence, code);
  }
  const closed = done.map(({ handOver }) => handOver);
  const cancelled = await closeDeliveries(tx, key, closed, handIn.receivedAt);
  for (const { entry, handOver } of done) {
    const { sequence } = entry;
    if (cancelled.has(handOver.delivery) && !codes.has(sequence))
      codes.set(sequence, 'was-cancelled');
  }
};

/**
 * Those that can be judged as one set come first; the rest in sets of one, in the order of the log. A
 * delivery of which there are two, and a token's codes, depend on what came before them.
 */
const setsOf = (stored: readonly StoredHandOver[]): (readonly StoredHandOver[])[] => {
  const times = new Map<DeliveryId, number>();
  for (const { handOver } of stored) {
    times.set(handOver.delivery, (times.get(handOver.delivery) ?? 0) + 1);
  }
  const isAlone = ({ handOver }: StoredHandOver): boolean =>
    handOver.proof.scheme !== 'oath' && times.get(handOver.delivery) === 1;
  const together = stored.filter(isAlone);
  const rest = stored.filter((one) => !isAlone(one)).map((one) => [one]);
  return together.length === 0 ? rest : [together, ...rest];
};

/** How hand-overs are split into sets, each of which is judged and counted at once. */
type Split = (stored: readonly StoredHandOver[]) => readonly (readonly StoredHandOver[])[];

/** Why hand-overs are not counted, or what there is to remark, by their entries' numbers. */
export type CountHandOvers = (
  tx: Transaction,
  verify: VerifySignature,
  key: TerminalKey,
  handIn: HandIn,
  stored: readonly StoredHandOver[],
) => Promise<ReadonlyMap<Sequence, FindingCode>>;

/** Counts in such sets. Other sets than `countHandOvers` has give other answers: they are for tests. */
export const makeCountHandOvers =
  (split: Split): CountHandOvers =>
  async (tx, verify, key, handIn, stored) => {
    const codes: Codes = new Map();
    for (const set of split(stored)) await countSet(tx, verify, key, handIn, set, codes);
    return codes;
  };

/**
 * Counts hand-overs of one terminal whose entries were stored, in the order of its log: each if what
 * it names (the customer's code, an override, a pass, a token) was there for this terminal, if the
 * presence key of a code or a pass proves it, and if no other was counted for this delivery, or for
 * this code of the token. Gives why not, by the entry's number. What there is to remark on one that
 * is counted, for the parcel is gone, is a finding all the same. One by a token's code beyond what
 * the token can have reached is `outside-validity`; and by a token's code nothing is counted that a
 * revoked terminal hands in. As a set or one by one, the answers are the same.
 */
export const countHandOvers: CountHandOvers = makeCountHandOvers(setsOf);
