import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import {
  type DeliveryId,
  type DepotId,
  type Instant,
  random16,
} from '../../../shared/protocol/ids.ts';
import {
  hashNameOf,
  hashText,
  type PlacedAct,
  textNameOf,
} from '../../../shared/protocol/verify/act-chain.ts';
import type { KnownOperator } from '../actors.ts';
import { at, type Database } from '../database/pool.ts';
import { cutPage, oneMore, type Page, type PageEnd } from '../http/pages.ts';
import { ThrownProblem } from '../http/thrown-problem.ts';
import { namesIn, namesOf } from './audit-names.ts';

/** What operators do that is kept: in the same transaction as the act itself. */
export const ACTS = [
  'depot-created',
  'enrolment-code-made',
  'terminal-renamed',
  'terminal-revoked',
  'driver-added',
  'deliveries-imported',
  'import-headings-changed',
  'deliveries-created',
  'route-assigned',
  'instructions-changed',
  'policy-changed',
  'depot-changed',
  'messages-changed',
  'override-shown',
  'webhook-added',
  'webhook-secret-made',
  'webhook-tested',
  'webhook-replayed',
  'webhook-removed',
  'pass-issued',
  'pass-withdrawn',
  'token-added',
  'token-revoked',
  'staff-added',
  'badge-made',
  'pin-set',
  'staff-removed',
  'finding-settled',
  'exception-settled',
  'case-assigned',
  'case-reopened',
  'delivery-cancelled',
  'delivery-changed',
  'delivery-moved',
  'code-renewed',
  'message-sent-again',
  'telephone-shown',
  'delivery-split',
  'terminal-replaced',
  'delivery-erased',
  'erasures-repeated',
  'retention-changed',
  'retention-kept',
  'operator-added',
  'operator-removed',
  'operator-granted',
  'operator-key-made',
  'operator-invited',
  'operator-set-up',
  'signed-in',
  'signed-out',
  'proved-again',
  'sign-in-refused',
  'sign-in-locked',
  'sessions-ended',
  'session-replayed',
  'password-changed',
  'authenticator-changed',
  'recovery-codes-made',
  'passkey-added',
  'passkey-removed',
  'master-key-rolled',
  'key-ended',
  'root-prepared',
  'root-rolled',
] as const;
export type Act = (typeof ACTS)[number];

/** What a person wrote of an act, by its name, and of which delivery, with which it is erased. */
type Wrote = {
  readonly depot: DepotId;
  readonly delivery: DeliveryId | null;
  readonly texts: Readonly<Record<string, string>>;
};

/**
 * Notes who did what, when, to which ids. `subject` holds ids and counts, no secrets and no names.
 * What a person wrote stands beside it, and can be erased; the subject has its salted hash. Throws if
 * the operator was removed, or has other rights than when the act began: so nothing of it stays.
 */
export const noteAct = async (
  db: Database,
  operator: KnownOperator,
  act: Act,
  subject: Readonly<Record<string, string | number>>,
  now: Instant,
  wrote: Wrote | null = null,
): Promise<void> => {
  const salted = Object.entries(wrote?.texts ?? {}).map(([name, value]) => {
    const salt = random16.parse(randomBytes(16).toString('base64url'));
    return { name, salt, value, hash: hashText(name, { salt, value }) };
  });
  const hashes = salted.map(({ name, hash }) => [hashNameOf(name), hash]);
  const { rows } = await db.query<{ id: number }>(
    `insert into audit (at, actor, act, subject)
     select $1::timestamptz, id::text, $3::text, $4::jsonb from operator
     where id = $2 and rights_version = $5 and removed_at is null for share
     returning id`,
    [
      at(now),
      operator.id,
      act,
      JSON.stringify({ ...subject, ...Object.fromEntries(hashes) }),
      operator.rightsVersion,
    ],
  );
  if (rows[0] === undefined) throw new ThrownProblem('rights-changed');
  for (const { name, salt, value } of salted) {
    await db.query(
      `insert into act_text (act, name, salt, value, depot, delivery)
       values ($1, $2, $3, $4, $5, $6)`,
      [rows[0].id, name, salt, value, wrote?.depot, wrote?.delivery],
    );
  }
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

/** SQL: what a person wrote of the act `audit`; null if nothing, or if it was erased. */
export const SAID_OF_AUDIT = `(select jsonb_object_agg(name,
    jsonb_build_object('salt', salt, 'value', value)) from act_text where act = audit.id)`;

export type Said = NonNullable<PlacedAct['said']>;

/** A subject as people read it: with what was written in the place of its hash. */
export const withTexts = (subject: AuditRow['subject'], said: Said | null): AuditRow['subject'] =>
  Object.fromEntries(
    Object.entries(subject).map(([member, value]) => {
      const name = textNameOf(member);
      if (name === null) return [member, value];
      const text = said?.[name];
      const isThere = text !== undefined && hashText(name, text) === value;
      return [name, isThere ? text.value : 'erased'];
    }),
  );

export type AuditRow = {
  readonly id: number;
  readonly at: Instant;
  readonly actor: string;
  readonly act: string;
  readonly subject: Record<string, string | number>;
};

/** With what the ids in it are called now. */
export type NamedRow = AuditRow & { readonly names: Record<string, string> };

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
): Promise<{ readonly acts: readonly NamedRow[] } & PageEnd> => {
  const found = await db.query<AuditRow & { readonly said: Said | null }>(
    `select audit.id, at, coalesce(operator.name, actor) as actor, act, subject,
       ${SAID_OF_AUDIT} as said
     from audit left join operator on operator.id::text = actor
     where ($2::bigint is null or audit.id < $2) and ($3::text is null or act = $3)
       and ($4::text is null or exists (select 1 from jsonb_each_text(subject)
           where value = $4 or $4 = any (string_to_array(value, ' ')))
         or exists (select 1 from act_text where act_text.act = audit.id and value = $4))
     order by audit.id desc limit $1`,
    [oneMore(page), page.cursor?.[0] ?? null, act ?? null, of ?? null],
  );
  const { rows, end } = cutPage(found.rows, page, ({ id }): ActKey => [id]);
  const names = await namesIn(db, rows);
  const acts = rows.map(({ said, subject, ...row }) => ({
    ...row,
    subject: withTexts(subject, said),
    names: namesOf({ subject }, names),
  }));
  return { acts, ...end };
};
