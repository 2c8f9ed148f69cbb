import { z } from 'zod';
import type { FindingCode } from '../../../shared/protocol/api/terminal.ts';
import type { VerifySignature } from '../../../shared/protocol/crypto/keys.ts';
import type {
  DeliveryId,
  DepotId,
  DriverId,
  Instant,
  ParcelLabel,
  PublicKey,
  ShortId,
  Signature,
  TerminalId,
} from '../../../shared/protocol/ids.ts';
import { checkEntry } from '../../../shared/protocol/log/chain.ts';
import type { Details } from '../../../shared/protocol/log/details.ts';
import type { Entry, HandOverContent } from '../../../shared/protocol/log/entry.ts';
import type { DetailStates } from '../../../shared/protocol/log/read-details.ts';
import type { Strokes } from '../../../shared/protocol/outcome.ts';
import {
  type Ground,
  judgeHandOver,
  type NotProved,
} from '../../../shared/protocol/proof/judge-hand-over.ts';
import type { Purpose } from '../../../shared/protocol/verdict.ts';
import type { Scope } from '../database/depot-of.ts';
import type { Database } from '../database/pool.ts';
import { cutPage, oneMore, type Page, type PageEnd } from '../http/pages.ts';
import { entryKey, NEWEST_FIRST, placeOf } from '../operators/entry-pages.ts';
import { PASS_IS_FOR } from '../passes/pass-audience.ts';
import { DETAILS_OF_E, shownDetails, signedOf } from './entry-details.ts';

/** Who took it; without the name of a neighbour or a place if that was erased. */
type ShownRecipient =
  | { readonly to: 'customer' | 'household' }
  | { readonly to: 'neighbour'; readonly who?: string }
  | { readonly to: 'safe-place'; readonly where?: string };

const shownRecipient = (
  to: HandOverContent['recipient']['to'],
  place: string | null,
): ShownRecipient => {
  if (to === 'neighbour') return { to, ...(place === null ? {} : { who: place }) };
  if (to === 'safe-place') return { to, ...(place === null ? {} : { where: place }) };
  return { to };
};

/** A hand-over with all that is needed to check it with public keys alone. */
export type HandOver = {
  readonly delivery: DeliveryId;
  readonly shortId: ShortId | null;
  readonly epoch: number;
  readonly depot: DepotId;
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
  readonly recipient: ShownRecipient;
  readonly kept: readonly ParcelLabel[];
  readonly note: string;
  readonly signed: boolean;
  readonly strokes: Strokes;
  /** What became of each of these: `erased` says that it was there. */
  readonly details: DetailStates;
  readonly findings: readonly FindingCode[];
  readonly entry: Entry;
  readonly signature: Signature;
  readonly signingKey: PublicKey;
  /** Null for a token, and if central never made such a code or pass for this terminal. */
  readonly presenceKey: PublicKey | null;
};

type Row = Pick<
  HandOver,
  | 'depot'
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
  readonly beside: Details | null;
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
  const { depot, entry, terminalName, shortId, token, driverName, notBefore, notAfter, counted } =
    row;
  const { finding, findings, signature, signingKey, presenceKey } = row;
  const { content } = entry;
  if (content.kind !== 'hand-over') throw new Error('an entry is not of its kind');
  const { delivery, epoch, purpose, proof, recipient, kept } = content;
  const { place, note, strokes, details } = shownDetails(
    signedOf({ entry, signature, details: row.beside }),
  );
  const { ground, reason, remarks } = judge(row, content, verify);
  return {
    delivery,
    epoch,
    depot,
    terminal: entry.terminal,
    sequence: entry.sequence,
    by: purpose,
    scheme: proof.scheme,
    driver: entry.driver,
    claimed: entry.time,
    inTime: ground === null ? null : !remarks.includes('outside-validity'),
    proved: reason === null,
    reason,
    recipient: shownRecipient(recipient.to, place),
    kept,
    note,
    signed: details.strokes !== 'none',
    strokes,
    details,
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

/** By what hand-overs are listed: as entries, and of one place in a log by their finding. */
export const handOverKey = z.tuple([...entryKey.def.items, z.int()]);
type HandOverKey = z.infer<typeof handOverKey>;

/** SQL: hand-overs that the terminal signed, and whose place in its log another entry may have. */
const DISPLACED = `code in ('forked', 'broken-chain', 'gap')
  and entry->'content'->>'kind' = 'hand-over'`;

/** SQL: of findings of one entry, the one that stands for it: the first settled, or else the first. */
const STANDS = `not exists (select 1 from finding other where other.depot = f.depot
    and other.terminal = f.terminal and other.sequence = f.sequence
    and other.code in ('forked', 'broken-chain', 'gap')
    and other.entry_hash = f.entry_hash and other.signature = f.signature
    and (coalesce(other.settled_at, 'infinity'), other.id)
      < (coalesce(f.settled_at, 'infinity'), f.id))
  and not exists (select 1 from entry stored where stored.depot = f.depot
    and stored.terminal = f.terminal and stored.sequence = f.sequence
    and stored.hash = f.entry_hash)`;

/** A page of hand-overs, the newest first, each proved anew from what is stored. */
export const listHandOvers = async (
  db: Database,
  verify: VerifySignature,
  { depots, terminal }: Scope,
  page: Page<HandOverKey> & { readonly delivery?: DeliveryId | undefined },
): Promise<{ readonly handOvers: readonly HandOver[] } & PageEnd> => {
  const found = await db.query<Row>(
    `select e.depot, d.short_id as "shortId", t.name as "terminalName", driver.name as "driverName",
       token.serial as token, e.not_before as "notBefore", e.received_at as "notAfter",
       coalesce(h.delivery, settled.delivery) is not null as counted, e.finding,
       ground.key as "presenceKey", ground.not_before as "validFrom",
       ground.not_after as "validUntil", ground.withdrawn_at as "withdrawnAt", t.revoked_at as "revokedAt",
       exists (select 1 from entry wiped where wiped.depot = e.depot
         and wiped.terminal = e.terminal and wiped.kind = 'wiped' and wiped.sequence < e.sequence) as "isAfterWiped",
       array(select f.code from finding f where f.depot = e.depot and f.terminal = e.terminal
         and f.sequence = e.sequence and f.entry_hash = e.hash order by f.id) as findings,
       e.entry, e.signature, ${DETAILS_OF_E} as beside, t.signing_key as "signingKey"
     from (select own.* from unnest($1::uuid[]) as asked (depot) cross join lateral (
         (select depot, terminal, sequence, hash, delivery, entry, signature, not_before, received_at,
           null::bigint as finding
         from entry where entry.depot = asked.depot and kind = 'hand-over'
           and ($2::uuid is null or terminal = $2)
           and ($8::uuid is null or delivery = $8)
           and ($3::timestamptz is null or (received_at, terminal, sequence, 0) < ($3, $4, $5, $6))
         order by ${NEWEST_FIRST} limit $7)
         union all
         (select f.depot, f.terminal, f.sequence, f.entry_hash, f.delivery, f.entry, f.signature,
           (select enrolled_at from terminal t where t.depot = f.depot and t.id = f.terminal),
           f.received_at, f.id
         from finding f where f.depot = asked.depot and f.${DISPLACED} and ${STANDS}
           and ($2::uuid is null or terminal = $2)
           and ($8::uuid is null or delivery = $8)
           and ($3::timestamptz is null or (received_at, terminal, sequence, id) < ($3, $4, $5, $6))
         order by ${NEWEST_FIRST}, id desc limit $7)) own
       order by ${NEWEST_FIRST}, coalesce(finding, 0) desc limit $7) e
     join terminal t on t.depot = e.depot and t.id = e.terminal
     cross join lateral (select e.delivery, (e.entry->'content'->>'epoch')::integer as epoch,
       e.entry->'content'->'proof' as proof, e.entry->'content'->>'purpose' as purpose) said
     left join hand_over h on h.depot = e.depot and e.finding is null
       and h.terminal = e.terminal and h.sequence = e.sequence
     left join hand_over settled on settled.depot = e.depot and settled.finding = e.finding
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
     order by e.received_at desc, e.terminal desc, e.sequence desc, coalesce(e.finding, 0) desc`,
    [
      depots,
      terminal,
      ...placeOf(page.cursor),
      page.cursor?.[3] ?? null,
      oneMore(page),
      page.delivery ?? null,
    ],
  );
  const { rows, end } = cutPage(
    found.rows,
    page,
    ({ entry, notAfter, finding }): HandOverKey => [
      notAfter,
      entry.terminal,
      entry.sequence,
      finding ?? 0,
    ],
  );
  return { handOvers: rows.map((row) => describe(row, verify)), ...end };
};
