import { z } from 'zod';
import type { Instant } from '../../../shared/protocol/ids.ts';
import type { KnownOperator } from '../actors.ts';
import { at, type Database } from '../database/pool.ts';
import { cutPage, oneMore, type Page, type PageEnd } from '../http/pages.ts';
import { ThrownProblem } from '../http/thrown-problem.ts';

/** What operators do that is kept: in the same transaction as the act itself. */
export type Act =
  | 'depot-created'
  | 'enrolment-code-made'
  | 'terminal-revoked'
  | 'driver-added'
  | 'deliveries-imported'
  | 'deliveries-created'
  | 'route-assigned'
  | 'instructions-changed'
  | 'policy-changed'
  | 'depot-changed'
  | 'messages-changed'
  | 'override-shown'
  | 'webhook-added'
  | 'webhook-secret-made'
  | 'webhook-replayed'
  | 'webhook-removed'
  | 'pass-issued'
  | 'pass-withdrawn'
  | 'token-added'
  | 'token-revoked'
  | 'staff-added'
  | 'badge-made'
  | 'pin-set'
  | 'staff-removed'
  | 'finding-settled'
  | 'delivery-cancelled'
  | 'delivery-changed'
  | 'delivery-moved'
  | 'code-renewed'
  | 'message-sent-again'
  | 'delivery-split'
  | 'terminal-replaced'
  | 'operator-added'
  | 'operator-removed'
  | 'operator-granted'
  | 'operator-key-made'
  | 'operator-invited'
  | 'operator-set-up'
  | 'signed-in'
  | 'signed-out'
  | 'sessions-ended'
  | 'session-replayed'
  | 'password-changed'
  | 'authenticator-changed'
  | 'recovery-codes-made'
  | 'passkey-added'
  | 'passkey-removed';

/**
 * Notes who did what, when, to which ids. `subject` holds ids and counts, no secrets, and no names
 * except of the person whom an override was shown to, with the reason. Throws if the operator was
 * removed, or has other rights than when the act began: so nothing of it stays.
 */
export const noteAct = async (
  db: Database,
  operator: KnownOperator,
  act: Act,
  subject: Readonly<Record<string, string | number>>,
  now: Instant,
): Promise<void> => {
  const { rowCount } = await db.query(
    `insert into audit (at, actor, act, subject)
     select $1::timestamptz, id::text, $3::text, $4::jsonb from operator
     where id = $2 and rights_version = $5 and removed_at is null for share`,
    [at(now), operator.id, act, JSON.stringify(subject), operator.rightsVersion],
  );
  if (rowCount !== 1) throw new ThrownProblem('rights-changed');
};

/** Notes what happened to an operator without one who asked for it: central itself did it. */
export const noteOwnAct = async (
  db: Database,
  act: Act,
  subject: Readonly<Record<string, string | number>>,
  now: Instant,
): Promise<void> => {
  await db.query("insert into audit (at, actor, act, subject) values ($1, 'central', $2, $3)", [
    at(now),
    act,
    JSON.stringify(subject),
  ]);
};

export type AuditRow = {
  readonly id: number;
  readonly at: Instant;
  readonly actor: string;
  readonly act: string;
  readonly subject: Record<string, string | number>;
};

/** By what acts are listed. */
export const actKey = z.tuple([z.int()]);
type ActKey = z.infer<typeof actKey>;

/** Which acts are asked for: those of one kind, those that name one thing. */
export type ActsAsked = Page<ActKey> & {
  readonly act?: string | undefined;
  /** An id, a number or a reason, whole, as it stands in the subject. */
  readonly of?: string | undefined;
};

/** A page of acts, the newest first. */
export const listAudit = async (
  db: Database,
  { act, of, ...page }: ActsAsked,
): Promise<{ readonly acts: readonly AuditRow[] } & PageEnd> => {
  const found = await db.query<AuditRow>(
    `select audit.id, at, coalesce(operator.name, actor) as actor, act, subject
     from audit left join operator on operator.id::text = actor
     where ($2::bigint is null or audit.id < $2) and ($3::text is null or act = $3)
       and ($4::text is null or $4 in (select value from jsonb_each_text(subject)))
     order by audit.id desc limit $1`,
    [oneMore(page), page.cursor?.[0] ?? null, act ?? null, of ?? null],
  );
  const { rows, end } = cutPage(found.rows, page, ({ id }): ActKey => [id]);
  return { acts: rows, ...end };
};
