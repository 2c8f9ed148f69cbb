import type { FindingCode } from '../../../shared/protocol/api/terminal.ts';
import type { VerifySignature } from '../../../shared/protocol/crypto/keys.ts';
import type { Instant, TerminalId } from '../../../shared/protocol/ids.ts';
import type { Entry, HandOverContent } from '../../../shared/protocol/log/entry.ts';
import { type Ground, judgeHandOver } from '../../../shared/protocol/proof/judge-hand-over.ts';
import type { Transaction } from '../database/pool.ts';
import { useIssue, withdrawIssues } from '../manifest/withdraw-issues.ts';
import { closePasses } from '../passes/end-passes.ts';
import { PASS_IS_FOR } from '../passes/pass-audience.ts';
import { moveToken } from '../tokens/use-token.ts';

/** What a hand-over names, as central made it for this terminal; null if it never did. */
export const findGround = (
  tx: Transaction,
  terminal: TerminalId,
  handOver: HandOverContent,
): Promise<Ground | null> =>
  handOver.proof.scheme === 'pass'
    ? findPass(tx, terminal, handOver, handOver.proof.once)
    : findIssue(tx, terminal, handOver);

const findIssue = async (
  tx: Transaction,
  terminal: TerminalId,
  { delivery, epoch, purpose, proof }: HandOverContent,
): Promise<Ground | null> => {
  const token = proof.scheme === 'oath' ? proof.token : null;
  const { rows } = await tx.query<Ground>(
    `select case when $5::uuid is not null then null
         when $4 = 'override' then override_presence_key else presence_key end as "presenceKey",
       case when $4 = 'override' then override_not_before else not_before end as "notBefore",
       case when $4 = 'override' then override_not_after else not_after end as "notAfter",
       withdrawn_at as "withdrawnAt"
     from issue where delivery = $1 and epoch = $2 and terminal = $3
       and ($5::uuid is null or token = $5)`,
    [delivery, epoch, terminal, purpose, token],
  );
  const ground = rows[0];
  // There is no such code: none of an override from before there were any, none beside a token.
  return ground === undefined || (token === null && ground.presenceKey === null) ? null : ground;
};

const findPass = async (
  tx: Transaction,
  terminal: TerminalId,
  { delivery, epoch }: HandOverContent,
  once: string,
): Promise<Ground | null> =>
  (
    await tx.query<Ground>(
      `select p.presence_key as "presenceKey", p.not_before as "notBefore",
         p.not_after as "notAfter", p.withdrawn_at as "withdrawnAt"
       from pass p join terminal t on t.id = $4
       where p.delivery = $1 and p.epoch = $2 and p.once = $3 and ${PASS_IS_FOR}`,
      [delivery, epoch, once, terminal],
    )
  ).rows[0] ?? null;

type Interval = {
  readonly notBefore: Instant;
  readonly receivedAt: Instant;
  /** When the terminal was revoked, if it was. */
  readonly revokedAt: Instant | null;
};

/** The interval in which an entry was made, as far as central can vouch for it. */
const readInterval = async (tx: Transaction, { terminal, sequence }: Entry): Promise<Interval> => {
  const { rows } = await tx.query<Interval>(
    `select not_before as "notBefore", received_at as "receivedAt", revoked_at as "revokedAt"
     from entry join terminal on terminal.id = entry.terminal
     where entry.terminal = $1 and sequence = $2`,
    [terminal, sequence],
  );
  if (rows[0] === undefined) throw new Error('a hand-over is judged before it is stored');
  return rows[0];
};

/** Counts a hand-over, if it is the first of its delivery and the first by this code of a token. */
const count = async (
  tx: Transaction,
  { terminal, sequence }: Entry,
  { delivery, epoch, proof }: HandOverContent,
): Promise<boolean> => {
  const [token, factor] = proof.scheme === 'oath' ? [proof.token, proof.factor] : [null, null];
  const { rowCount } = await tx.query(
    `insert into hand_over (delivery, epoch, terminal, sequence, token, factor)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [delivery, epoch, terminal, sequence, token, factor],
  );
  if (rowCount === 1) return true;
  // A person counted it before its place in the log could be taken: it is this very entry.
  const same = await tx.query(
    `update hand_over set sequence = e.sequence, finding = null
     from finding f, entry e where hand_over.delivery = $1 and f.id = hand_over.finding
       and e.terminal = $2 and e.sequence = $3 and f.terminal = e.terminal
       and f.entry_hash = e.hash`,
    [delivery, terminal, sequence],
  );
  return same.rowCount === 1;
};

/** The delivery is done, whatever opened it: nothing else opens it any more. Who has it is told when they pull. */
export const closeDelivery = async (
  tx: Transaction,
  terminal: TerminalId,
  { delivery, epoch, proof }: HandOverContent,
  now: Instant,
): Promise<void> => {
  await tx.query(`update delivery set status = 'delivered' where id = $1`, [delivery]);
  await tx.query('update parcel set active = false where delivery = $1', [delivery]);
  await useIssue(tx, delivery, epoch);
  await withdrawIssues(tx, [delivery], now);
  await closePasses(tx, delivery, proof.scheme === 'pass' ? proof.once : null, terminal, now);
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
  entry: Entry,
  handOver: HandOverContent,
  isAfterWiped: boolean,
): Promise<FindingCode | null> => {
  const { terminal } = entry;
  const { proof } = handOver;
  const ground = await findGround(tx, terminal, handOver);
  if (ground === null) return 'no-such-delivery';
  const { notBefore, receivedAt, revokedAt } = await readInterval(tx, entry);
  const { reason, remarks } = judgeHandOver(
    entry,
    handOver,
    { isSigned: true, ground, notBefore, notAfter: receivedAt, revokedAt, isAfterWiped },
    verify,
  );
  if (reason !== null && reason !== 'by-token') return 'no-presence';
  // A token's code rests on the terminal's word, which was taken from it.
  if (reason === 'by-token' && revokedAt !== null) return 'after-revocation';
  if (!(await count(tx, entry, handOver))) return 'second-hand-over';
  const isReached =
    proof.scheme !== 'oath' ||
    proof.factor === null ||
    (await moveToken(tx, proof.token, proof.factor, receivedAt));
  await closeDelivery(tx, terminal, handOver, receivedAt);
  return remarks[0] ?? (isReached ? null : 'outside-validity');
};
