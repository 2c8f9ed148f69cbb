import type { Instant } from '../../../shared/protocol/ids.ts';
import type { KnownOperator } from '../actors.ts';
import { at, type Database } from '../database/pool.ts';

/** What operators do that is kept: in the same transaction as the act itself. */
export type Act =
  | 'depot-created'
  | 'enrolment-code-made'
  | 'terminal-revoked'
  | 'driver-added'
  | 'deliveries-imported'
  | 'route-assigned'
  | 'instructions-changed'
  | 'policy-changed'
  | 'depot-changed'
  | 'messages-changed'
  | 'override-shown'
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
  | 'message-sent-again';

/**
 * Notes who did what, when, to which ids. `subject` holds ids and counts, no secrets, and no names
 * except of the person whom an override was shown to, with the reason.
 */
export const noteAct = async (
  db: Database,
  operator: KnownOperator,
  act: Act,
  subject: Readonly<Record<string, string | number>>,
  now: Instant,
): Promise<void> => {
  await db.query('insert into audit (at, actor, act, subject) values ($1, $2, $3, $4)', [
    at(now),
    operator.id,
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

/** The newest acts first, 1,000 at most. */
export const listAudit = async (db: Database): Promise<AuditRow[]> =>
  (
    await db.query<AuditRow>(
      `select audit.id, at, staff_token.name as actor, act, subject
       from audit join staff_token on staff_token.id::text = actor
       order by audit.id desc limit 1000`,
    )
  ).rows;
