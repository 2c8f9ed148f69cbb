import type { FindingCode } from '../../../shared/protocol/api/terminal.ts';
import type { VerifySignature } from '../../../shared/protocol/crypto/keys.ts';
import type { DepotId, Instant } from '../../../shared/protocol/ids.ts';
import type { Entry, HandOverContent } from '../../../shared/protocol/log/entry.ts';
import { type Ground, judgeHandOver } from '../../../shared/protocol/proof/judge-hand-over.ts';
import type { TerminalKey } from '../actors.ts';
import type { Transaction } from '../database/pool.ts';
import { useIssue, withdrawIssues } from '../manifest/withdraw-issues.ts';
import { closePasses } from '../passes/end-passes.ts';
import { PASS_IS_FOR } from '../passes/pass-audience.ts';
import { moveToken } from '../tokens/use-token.ts';

/** What a hand-over names, as central made it for this terminal; null if it never did. */
export const findGround = (
  tx: Transaction,
  key: TerminalKey,
  handOver: HandOverContent,
): Promise<Ground | null> =>
  handOver.proof.scheme === 'pass'
    ? findPass(tx, key, handOver, handOver.proof.once)
    : findIssue(tx, key, handOver);

const findIssue = async (
  tx: Transaction,
  { depot, id: terminal }: TerminalKey,
  { delivery, epoch, purpose, proof }: HandOverContent,
): Promise<Ground | null> => {
  const token = proof.scheme === 'oath' ? proof.token : null;
  const { rows } = await tx.query<Ground>(
    `select case when $6::uuid is not null then null
         when $5 = 'override' then override_presence_key else presence_key end as "presenceKey",
       case when $5 = 'override' then override_not_before else not_before end as "notBefore",
       case when $5 = 'override' then override_not_after else not_after end as "notAfter",
       withdrawn_at as "withdrawnAt"
     from issue where depot = $1 and delivery = $2 and epoch = $3 and terminal = $4
       and ($6::uuid is null or token = $6)`,
    [depot, delivery, epoch, terminal, purpose, token],
  );
  const ground = rows[0];
  // There is no such code: the customer has a token instead.
  return ground === undefined || (token === null && ground.presenceKey === null) ? null : ground;
};

const findPass = async (
  tx: Transaction,
  { depot, id: terminal }: TerminalKey,
  { delivery, epoch }: HandOverContent,
  once: string,
): Promise<Ground | null> =>
  (
    await tx.query<Ground>(
      `select p.presence_key as "presenceKey", p.not_before as "notBefore",
         p.not_after as "notAfter", p.withdrawn_at as "withdrawnAt"
       from pass p join terminal t on t.depot = p.depot and t.id = $2
       where p.depot = $1 and p.delivery = $3 and p.epoch = $4 and p.once = $5
         and ${PASS_IS_FOR}`,
      [depot, terminal, delivery, epoch, once],
    )
  ).rows[0] ?? null;

type Interval = {
  readonly notBefore: Instant;
  readonly receivedAt: Instant;
  /** When the terminal was revoked, if it was. */
  readonly revokedAt: Instant | null;
};

/** The interval in which an entry was made, as far as central can vouch for it. */
const readInterval = async (
  tx: Transaction,
  depot: DepotId,
  { terminal, sequence }: Entry,
): Promise<Interval> => {
  const { rows } = await tx.query<Interval>(
    `select not_before as "notBefore", received_at as "receivedAt", revoked_at as "revokedAt"
     from entry
       join terminal on terminal.depot = entry.depot and terminal.id = entry.terminal
     where entry.depot = $1 and entry.terminal = $2 and sequence = $3`,
    [depot, terminal, sequence],
  );
  if (rows[0] === undefined) throw new Error('a hand-over is judged before it is stored');
  return rows[0];
};

/** Counts a hand-over, if it is the first of its delivery and the first by this code of a token. */
const count = async (
  tx: Transaction,
  depot: DepotId,
  { terminal, sequence }: Entry,
  { delivery, epoch, proof }: HandOverContent,
): Promise<boolean> => {
  const [token, factor] = proof.scheme === 'oath' ? [proof.token, proof.factor] : [null, null];
  const { rowCount } = await tx.query(
    `insert into hand_over (depot, delivery, epoch, terminal, sequence, token, factor)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
    [depot, delivery, epoch, terminal, sequence, token, factor],
  );
  if (rowCount === 1) return true;
  // A person counted it before its place in the log could be taken: it is this very entry.
  const same = await tx.query(
    `update hand_over set sequence = e.sequence, finding = null
     from finding f, entry e where hand_over.depot = $1 and hand_over.delivery = $2
       and f.depot = $1 and f.id = hand_over.finding
       and e.depot = $1 and e.terminal = $3 and e.sequence = $4
       and f.terminal = e.terminal and f.entry_hash = e.hash`,
    [depot, delivery, terminal, sequence],
  );
  return same.rowCount === 1;
};

/**
 * The delivery is done, whatever opened it: nothing else opens it any more. Who has it is
 * told when they pull. Gives whether it had been cancelled meanwhile.
 */
export const closeDelivery = async (
  tx: Transaction,
  { depot, id: terminal }: TerminalKey,
  { delivery, epoch, proof }: HandOverContent,
  now: Instant,
): Promise<boolean> => {
  const { rows } = await tx.query<{ status: string }>(
    `with before as (select status from delivery where depot = $1 and id = $2 for update)
     update delivery set status = 'delivered', version = version + 1
     from before where delivery.depot = $1 and delivery.id = $2 returning before.status`,
    [depot, delivery],
  );
  await tx.query('update parcel set active = false where depot = $1 and delivery = $2', [
    depot,
    delivery,
  ]);
  await useIssue(tx, depot, delivery, epoch);
  await withdrawIssues(tx, depot, [delivery], now);
  await closePasses(
    tx,
    depot,
    delivery,
    proof.scheme === 'pass' ? proof.once : null,
    terminal,
    now,
  );
  return rows[0]?.status === 'cancelled';
};

/**
 * Counts a hand-over whose entry was stored, if what it names (the customer's code, an override, a
 * pass, a token) was there for this terminal, if the presence key of a code or a pass proves it, and
 * if no other was counted for this delivery, or for this code of the token; else says why not. What
 * there is to remark on one that is counted, for the parcel is gone, is a finding all the same. One
 * by a token's code beyond what the token can have reached is `outside-validity`; and by a token's
 * code nothing is counted that a revoked terminal hands in.
 */
export const countHandOver = async (
  tx: Transaction,
  verify: VerifySignature,
  depot: DepotId,
  entry: Entry,
  handOver: HandOverContent,
  isAfterWiped: boolean,
): Promise<FindingCode | null> => {
  const key = { depot, id: entry.terminal };
  const { proof } = handOver;
  const ground = await findGround(tx, key, handOver);
  if (ground === null) return 'no-such-delivery';
  const { notBefore, receivedAt, revokedAt } = await readInterval(tx, depot, entry);
  const { reason, remarks } = judgeHandOver(
    entry,
    handOver,
    { isSigned: true, ground, notBefore, notAfter: receivedAt, revokedAt, isAfterWiped },
    verify,
  );
  if (reason !== null && reason !== 'by-token') return 'no-presence';
  // A token's code rests on the terminal's word, which was taken from it.
  if (reason === 'by-token' && revokedAt !== null) return 'after-revocation';
  if (!(await count(tx, depot, entry, handOver))) return 'second-hand-over';
  const isReached =
    proof.scheme !== 'oath' ||
    proof.factor === null ||
    (await moveToken(tx, depot, proof.token, proof.factor, receivedAt));
  const wasCancelled = await closeDelivery(tx, key, handOver, receivedAt);
  const remark = remarks[0] ?? (isReached ? null : 'outside-validity');
  return remark ?? (wasCancelled ? 'was-cancelled' : null);
};
