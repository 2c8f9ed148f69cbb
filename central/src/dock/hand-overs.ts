import type { FindingCode } from '../../../shared/api/terminal.ts';
import type { VerifySignature } from '../../../shared/crypto/keys.ts';
import type {
  DeliveryId,
  DriverId,
  Instant,
  PublicKey,
  ShortId,
  Signature,
  TerminalId,
} from '../../../shared/ids.ts';
import { checkEntry, provesPresence } from '../../../shared/log/chain.ts';
import type { Entry, HandOverContent } from '../../../shared/log/entry.ts';
import type { Purpose } from '../../../shared/verdict.ts';
import type { Database } from '../database/pool.ts';

/** A hand-over with all that is needed to check it with public keys alone. */
export type HandOver = {
  readonly delivery: DeliveryId;
  readonly shortId: ShortId | null;
  readonly epoch: number;
  readonly terminal: TerminalId;
  readonly terminalName: string;
  readonly sequence: number;
  /** Whose code it was done with: the customer's, or the dispatcher's. */
  readonly by: Purpose;
  readonly driver: DriverId | null;
  readonly driverName: string | null;
  /** What the terminal says, and how far its clock was to be trusted. */
  readonly claimed: Entry['time'];
  /** What central knows: not before it last signed the time, not after the entry came in. */
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  readonly counted: boolean;
  /** Whether it can have happened within its code's validity; null if no such code was issued. */
  readonly inTime: boolean | null;
  /** Whether entry signature and presence proof hold, checked again at this moment. */
  readonly proved: boolean;
  readonly findings: readonly FindingCode[];
  readonly entry: Entry;
  readonly signature: Signature;
  readonly signingKey: PublicKey;
  /** Null if central never issued such a code to this terminal. */
  readonly presenceKey: PublicKey | null;
};

type Row = Pick<
  HandOver,
  | 'shortId'
  | 'terminalName'
  | 'driverName'
  | 'notBefore'
  | 'notAfter'
  | 'counted'
  | 'inTime'
  | 'findings'
  | 'entry'
  | 'signature'
  | 'signingKey'
  | 'presenceKey'
>;

const isProved = (row: Row, content: HandOverContent, verify: VerifySignature): boolean => {
  const { entry, signature, signingKey, presenceKey } = row;
  const before = { sequence: entry.sequence - 1, hash: entry.previous } as never;
  return (
    presenceKey !== null &&
    checkEntry(before, { entry, signature }, entry.terminal, signingKey, verify) === null &&
    provesPresence(entry, content, presenceKey, verify)
  );
};

/** The newest hand-overs first, 1,000 at most, each proved anew from what is stored. */
export const listHandOvers = async (
  db: Database,
  verify: VerifySignature,
  filter: { readonly depot?: string | undefined; readonly terminal?: string | undefined },
): Promise<HandOver[]> => {
  const { rows } = await db.query<Row>(
    `select d.short_id as "shortId", t.name as "terminalName", driver.name as "driverName",
       e.not_before as "notBefore", e.received_at as "notAfter", h.delivery is not null as counted,
       e.received_at >= i.not_before and e.not_before < i.not_after as "inTime",
       array(select f.code from finding f where f.terminal = e.terminal
         and f.sequence = e.sequence and f.entry_hash = e.hash order by f.id) as findings,
       e.entry, e.signature, t.signing_key as "signingKey",
       case when e.entry->'content'->>'purpose' = 'override' then i.override_presence_key
         else i.presence_key end as "presenceKey"
     from entry e
     join terminal t on t.id = e.terminal
     left join hand_over h on h.terminal = e.terminal and h.sequence = e.sequence
     left join delivery d on d.id = (e.entry->'content'->>'delivery')::uuid
     left join driver on driver.id = (e.entry->>'driver')::uuid
     left join issue i on i.terminal = e.terminal and i.delivery = d.id
       and i.epoch = (e.entry->'content'->>'epoch')::integer
     where e.kind = 'hand-over' and ($1::uuid is null or t.depot = $1)
       and ($2::uuid is null or t.id = $2)
     order by e.received_at desc, e.terminal, e.sequence desc limit 1000`,
    [filter.depot ?? null, filter.terminal ?? null],
  );
  return rows.map((row) => {
    const { entry } = row;
    const { content } = entry;
    if (content.kind !== 'hand-over') throw new Error('an entry is not of its kind');
    return {
      delivery: content.delivery,
      epoch: content.epoch,
      terminal: entry.terminal,
      sequence: entry.sequence,
      by: content.purpose,
      driver: entry.driver,
      claimed: entry.time,
      proved: isProved(row, content, verify),
      ...row,
    };
  });
};
