import type { StaffRole } from '../../../shared/protocol/crew/roster.ts';
import type { DepotId, Instant, StaffId, TerminalId } from '../../../shared/protocol/ids.ts';
import type { Entry } from '../../../shared/protocol/log/entry.ts';
import type { Scope } from '../database/depot-of.ts';
import type { Database } from '../database/pool.ts';
import { cutPage, oneMore, type Page, type PageEnd } from '../http/pages.ts';
import { type EntryKey, pageOfEntries, placeOf } from '../operators/entry-pages.ts';

/** Somebody signed in or out at a terminal, or could not. */
export type SignIn = {
  readonly kind: 'signed-in' | 'signed-out' | 'sign-in-refused';
  /** Null if nobody of the roster was named. */
  readonly staff: StaffId | null;
  readonly name: string | null;
  readonly role: StaffRole | null;
  /** By badge or PIN; why they were signed out; why they could not sign in. */
  readonly by: 'badge' | 'pin' | null;
  readonly reason: string | null;
  readonly depot: DepotId;
  readonly terminal: TerminalId;
  readonly terminalName: string;
  readonly sequence: number;
  /** What the terminal says, and how far its clock was to be trusted. */
  readonly claimed: Entry['time'];
  /** What central knows: not before it last signed the time, not after the entry came in. */
  readonly notBefore: Instant;
  readonly notAfter: Instant;
};

type Row = Pick<SignIn, 'depot' | 'name' | 'role' | 'terminalName' | 'notBefore' | 'notAfter'> & {
  readonly entry: Entry;
};

const describe = ({ entry, ...row }: Row): SignIn => {
  const { content, terminal, sequence, time: claimed } = entry;
  const placed = { ...row, terminal, sequence, claimed };
  switch (content.kind) {
    case 'signed-in':
      return { ...placed, kind: content.kind, staff: content.staff, by: content.by, reason: null };
    case 'signed-out':
      return { ...placed, kind: content.kind, staff: content.staff, by: null, reason: content.why };
    case 'sign-in-refused': {
      const { kind, staff, by, reason } = content;
      return { ...placed, kind, staff, by, reason };
    }
    default:
      throw new Error('an entry is not of its kind');
  }
};

const KINDS = `'signed-in', 'signed-out', 'sign-in-refused'`;

/** A page of sign-ins, the newest first. */
export const listSignIns = async (
  db: Database,
  { depots, terminal: only }: Scope,
  page: Page<EntryKey>,
): Promise<{ readonly signIns: readonly SignIn[] } & PageEnd> => {
  const found = await db.query<Row>(
    `select e.depot, staff.name, staff.role, t.name as "terminalName", e.not_before as "notBefore",
       e.received_at as "notAfter", e.entry
     from ${pageOfEntries(KINDS)} e
     join terminal t on t.depot = e.depot and t.id = e.terminal
     left join staff on staff.depot = e.depot
       and staff.id = (e.entry->'content'->>'staff')::uuid
     order by e.received_at desc, e.terminal desc, e.sequence desc`,
    [depots, only, ...placeOf(page.cursor), oneMore(page)],
  );
  const { rows, end } = cutPage(
    found.rows,
    page,
    ({ entry, notAfter }): EntryKey => [notAfter, entry.terminal, entry.sequence],
  );
  return { signIns: rows.map(describe), ...end };
};
