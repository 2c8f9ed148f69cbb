import type { FindingCode } from '../../../shared/protocol/api/terminal.ts';
import type { VerifySignature } from '../../../shared/protocol/crypto/keys.ts';
import type {
  DeliveryId,
  DriverId,
  Instant,
  ParcelLabel,
  PublicKey,
  ShortId,
  Signature,
  TerminalId,
} from '../../../shared/protocol/ids.ts';
import { checkEntry } from '../../../shared/protocol/log/chain.ts';
import type { Entry, HandOverContent } from '../../../shared/protocol/log/entry.ts';
import type { Recipient, Strokes } from '../../../shared/protocol/outcome.ts';
import {
  type Ground,
  judgeHandOver,
  type NotProved,
} from '../../../shared/protocol/proof/judge-hand-over.ts';
import type { Purpose } from '../../../shared/protocol/verdict.ts';
import type { Scope } from '../database/depot-of.ts';
import type { Database } from '../database/pool.ts';
import { PASS_IS_FOR } from '../passes/pass-audience.ts';

/** A hand-over with all that is needed to check it with public keys alone. */
export type HandOver = {
  readonly delivery: DeliveryId;
  readonly shortId: ShortId | null;
  readonly epoch: number;
  readonly terminal: TerminalId;
  readonly terminalName: string;
  readonly sequence: number;
  /** Who opened it: the customer, or the dispatcher by an override. */
  readonly by: Purpose;
  /** What opened it: a code, a pass, or a token's code. */
  readonly scheme: HandOverContent['proof']['scheme'];
  /** The serial number of the token, if it was one. */
  readonly token: string | null;
  readonly driver: DriverId | null;
  readonly driverName: string | null;
  /** What the terminal says, and how far its clock was to be trusted. */
  readonly claimed: Entry['time'];
  /** What central knows: not before it last signed the time, not after the entry came in. */
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  readonly counted: boolean;
  /** The finding that stands for it, if its entry is in no stored log: a person may count it. */
  readonly finding: number | null;
  /** Whether it can have happened within its validity; null if there was no such code or pass. */
  readonly inTime: boolean | null;
  /** Whether entry signature and presence proof hold, checked again at this moment. */
  readonly proved: boolean;
  readonly reason: NotProved | null;
  /** Who took it, what stayed with the driver, note, signature: what the driver says, no proof. */
  readonly recipient: Recipient;
  readonly kept: readonly ParcelLabel[];
  readonly note: string;
  readonly signed: boolean;
  readonly strokes: Strokes;
  readonly findings: readonly FindingCode[];
  readonly entry: Entry;
  readonly signature: Signature;
  readonly signingKey: PublicKey;
  /** Null for a token, and if central never made such a code or pass for this terminal. */
  readonly presenceKey: PublicKey | null;
};

type Row = Pick<
  HandOver,
  | 'shortId'
  | 'terminalName'
  | 'token'
  | 'driverName'
  | 'notBefore'
  | 'notAfter'
  | 'counted'
  | 'finding'
  | 'findings'
  | 'entry'
  | 'signature'
  | 'signingKey'
  | 'presenceKey'
> & {
  /** Of what was made for the terminal; null if nothing was. */
  readonly validFrom: Instant | null;
  readonly validUntil: Instant | null;
  readonly withdrawnAt: Instant | null;
  readonly revokedAt: Instant | null;
  readonly isAfterWiped: boolean;
};

const groundOf = ({ presenceKey, validFrom, validUntil, withdrawnAt }: Row): Ground | null =>
  validFrom === null || validUntil === null
    ? null
    : { presenceKey, notBefore: validFrom, notAfter: validUntil, withdrawnAt };

/** Proved anew from what is stored, as when it was counted. */
const judge = (row: Row, content: HandOverContent, verify: VerifySignature) => {
  const { entry, signature, signingKey, notBefore, notAfter, revokedAt } = row;
  const before = { sequence: entry.sequence - 1, hash: entry.previous } as never;
  const fault = checkEntry(before, { entry, signature }, entry.terminal, signingKey, verify);
  const { isAfterWiped } = row;
  const ground = groundOf(row);
  const known = { isSigned: fault === null, ground, notBefore, notAfter, revokedAt, isAfterWiped };
  return { ground, ...judgeHandOver(entry, content, known, verify) };
};

const describe = (row: Row, verify: VerifySignature): HandOver => {
  const { entry, terminalName, shortId, token, driverName, notBefore, notAfter, counted } = row;
  const { finding, findings, signature, signingKey, presenceKey } = row;
  const { content } = entry;
  if (content.kind !== 'hand-over') throw new Error('an entry is not of its kind');
  const { delivery, epoch, purpose, proof, recipient, kept, note, strokes } = content;
  const { ground, reason, remarks } = judge(row, content, verify);
  return {
    delivery,
    epoch,
    terminal: entry.terminal,
    sequence: entry.sequence,
    by: purpose,
    scheme: proof.scheme,
    driver: entry.driver,
    claimed: entry.time,
    inTime: ground === null ? null : !remarks.includes('outside-validity'),
    proved: reason === null,
    reason,
    recipient,
    kept,
    note,
    signed: strokes.length > 0,
    strokes,
    shortId,
    terminalName,
    token,
    driverName,
    notBefore,
    notAfter,
    counted,
    finding,
    findings,
    entry,
    signature,
    signingKey,
    presenceKey,
  };
};

/** Hand-overs that the terminal signed, and whose place in its log another entry has. */
const UNSTORED = `f.code in ('forked', 'broken-chain', 'gap')
  and f.entry->'content'->>'kind' = 'hand-over'
  and not exists (select 1 from entry stored where stored.depot = f.depot and stored.terminal = f.terminal
    and stored.sequence = f.sequence and stored.hash = f.entry_hash)`;

/** The newest hand-overs first, 1,000 at most, each proved anew from what is stored. */
export const listHandOvers = async (
  db: Database,
  verify: VerifySignature,
  { depots, terminal }: Scope,
): Promise<HandOver[]> => {
  const { rows } = await db.query<Row>(
    `select d.short_id as "shortId", t.name as "terminalName", driver.name as "driverName",
       token.serial as token, e.not_before as "notBefore", e.received_at as "notAfter",
       h.delivery is not null as counted, e.finding,
       ground.key as "presenceKey", ground.not_before as "validFrom",
       ground.not_after as "validUntil", ground.withdrawn_at as "withdrawnAt", t.revoked_at as "revokedAt",
       exists (select 1 from entry wiped where wiped.depot = e.depot
         and wiped.terminal = e.terminal and wiped.kind = 'wiped' and wiped.sequence < e.sequence) as "isAfterWiped",
       array(select f.code from finding f where f.depot = e.depot and f.terminal = e.terminal
         and f.sequence = e.sequence and f.entry_hash = e.hash order by f.id) as findings,
       e.entry, e.signature, t.signing_key as "signingKey"
     from (
       select depot, terminal, sequence, hash, entry, signature, not_before, received_at,
         null::bigint as finding
       from entry
       where kind = 'hand-over' and depot = any($1) and ($2::uuid is null or terminal = $2)
       union all
       (select distinct on (f.depot, f.terminal, f.entry_hash, f.signature) f.depot, f.terminal,
         f.sequence, f.entry_hash, f.entry, f.signature, t.enrolled_at, f.received_at, f.id
       from finding f join terminal t on t.depot = f.depot and t.id = f.terminal
       where ${UNSTORED} and f.depot = any($1) and ($2::uuid is null or f.terminal = $2)
       order by f.depot, f.terminal, f.entry_hash, f.signature, f.settled_at nulls last, f.id)
     ) e
     join terminal t on t.depot = e.depot and t.id = e.terminal
     cross join lateral (select (e.entry->'content'->>'delivery')::uuid as delivery,
       (e.entry->'content'->>'epoch')::integer as epoch, e.entry->'content'->'proof' as proof,
       e.entry->'content'->>'purpose' as purpose) said
     left join hand_over h on h.depot = e.depot and case when e.finding is null
       then h.terminal = e.terminal and h.sequence = e.sequence else h.finding = e.finding end
     left join delivery d on d.depot = e.depot and d.id = said.delivery
     left join driver on driver.depot = e.depot and driver.id = (e.entry->>'driver')::uuid
     left join token on token.depot = e.depot and token.id = (said.proof->>'token')::uuid
     left join lateral (
       select case when said.purpose = 'override' then override_not_before else not_before end
           as not_before,
         case when said.purpose = 'override' then override_not_after else not_after end as not_after,
         case when said.proof->>'scheme' = 'oath' then null
         when said.purpose = 'override' then override_presence_key else presence_key end as key,
         withdrawn_at
       from issue where said.proof->>'scheme' <> 'pass' and issue.depot = t.depot
         and issue.terminal = t.id and issue.delivery = said.delivery and issue.epoch = said.epoch
       union all
       select p.not_before, p.not_after, p.presence_key, p.withdrawn_at from pass p
       where said.proof->>'scheme' = 'pass' and p.depot = t.depot
         and p.delivery = said.delivery and p.epoch = said.epoch and p.once = said.proof->>'once' and ${PASS_IS_FOR}
     ) ground on true
     order by e.received_at desc, e.terminal, e.sequence desc limit 1000`,
    [depots, terminal],
  );
  return rows.map((row) => describe(row, verify));
};
