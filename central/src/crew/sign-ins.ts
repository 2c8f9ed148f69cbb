import type { StaffRole } from '../../../shared/protocol/crew/roster.ts';
import type { Instant, StaffId, TerminalId } from '../../../shared/protocol/ids.ts';
import type { Entry } from '../../../shared/protocol/log/entry.ts';
import type { Scope } from '../database/depot-of.ts';
import type { Database } from '../database/pool.ts';

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
  readonly terminal: TerminalId;
  readonly terminalName: string;
  readonly sequence: number;
  /** What the terminal says, and how far its clock was to be trusted. */
  readonly claimed: Entry['time'];
  /** What central knows: not before it last signed the time, not after the entry came in. */
  readonly notBefore: Instant;
  readonly notAfter: Instant;
};

type Row = Pick<SignIn, 'name' | 'role' | 'terminalName' | 'notBefore' | 'notAfter'> & {
  readonly entry: Entry;
};

/** The newest first, 1,000 at most. */
export const listSignIns = async (
  db: Database,
  { depots, terminal: only }: Scope,
): Promise<SignIn[]> => {
  const { rows } = await db.query<Row>(
    `select staff.name, staff.role, t.name as "terminalName", e.not_before as "notBefore",
       e.received_at as "notAfter", e.entry
     from entry e
     join terminal t on t.depot = e.depot and t.id = e.terminal
     left join staff on staff.depot = e.depot
       and staff.id = (e.entry->'content'->>'staff')::uuid
     where e.kind in ('signed-in', 'signed-out', 'sign-in-refused')
       and e.depot = any($1) and ($2::uuid is null or e.terminal = $2)
     order by e.received_at desc, e.terminal, e.sequence desc limit 1000`,
    [depots, only],
  );
  return rows.map(({ entry, ...row }) => {
    const { content, terminal, sequence, time: claimed } = entry;
    const placed = { ...row, terminal, sequence, claimed };
    switch (content.kind) {
      case 'signed-in':
        return {
          ...placed,
          kind: content.kind,
          staff: content.staff,
          by: content.by,
          reason: null,
        };
      case 'signed-out':
        return {
          ...placed,
          kind: content.kind,
          staff: content.staff,
          by: null,
          reason: content.why,
        };
      case 'sign-in-refused': {
        const { kind, staff, by, reason } = content;
        return { ...placed, kind, staff, by, reason };
      }
      default:
        throw new Error('an entry is not of its kind');
    }
  });
};
