import type { FindingCode } from '../../../shared/protocol/api/terminal.ts';
import type { DeliveryId, DepotId, Instant, TerminalId } from '../../../shared/protocol/ids.ts';
import type { Database } from '../database/pool.ts';
import { DETAILS_OF_E, type DetailedRow, shownDetails, signedOf } from '../proof/entry-details.ts';
import type { StoryEvent } from './story-event.ts';

type Row = DetailedRow & {
  readonly receivedAt: Instant;
  readonly terminal: { readonly id: TerminalId; readonly name: string };
  readonly driver: string | null;
  readonly counted: boolean;
};

const eventOf = ({ receivedAt, terminal, driver, counted, ...row }: Row): StoryEvent[] => {
  const { content, time } = row.entry;
  const entered = { at: time.at, receivedAt, terminal, driver };
  switch (content.kind) {
    case 'attempt': {
      const { refusal } = content;
      const attemptsLeft = refusal.reason === 'wrong-code' ? refusal.attemptsLeft : null;
      return [{ what: 'attempt', ...entered, reason: refusal.reason, attemptsLeft }];
    }
    case 'exception': {
      const { note } = shownDetails(signedOf(row));
      return [{ what: 'exception', ...entered, outcome: content.outcome, note }];
    }
    case 'exception-undone':
      return [{ what: 'exception-undone', ...entered }];
    case 'hand-over': {
      const { note, place } = shownDetails(signedOf(row));
      const { purpose, proof, recipient } = content;
      const schemes = { sealed: 'code', pass: 'pass', oath: 'token' } as const;
      const by = purpose === 'override' ? 'override' : schemes[proof.scheme];
      return [{ what: 'hand-over', ...entered, by, to: recipient.to, place, note, counted }];
    }
    default:
      return [];
  }
};

/** What terminals say of a delivery: what was tried, how the stop ended, what was handed over. */
export const readEntriesOf = async (
  db: Database,
  depot: DepotId,
  delivery: DeliveryId,
): Promise<readonly StoryEvent[]> => {
  const { rows } = await db.query<Row>(
    `select e.entry, e.signature, e.received_at as "receivedAt", driver.name as driver,
       jsonb_build_object('id', t.id, 'name', t.name) as terminal, h.delivery is not null as counted,
       ${DETAILS_OF_E} as details
     from entry e join terminal t on t.depot = e.depot and t.id = e.terminal
       left join driver on driver.depot = e.depot and driver.id = (e.entry->>'driver')::uuid
       left join hand_over h on h.depot = e.depot and h.terminal = e.terminal
         and h.sequence = e.sequence
     where e.depot = $1 and e.delivery = $2
       and e.kind in ('hand-over', 'exception', 'exception-undone', 'attempt')
     order by e.received_at, e.terminal, e.sequence`,
    [depot, delivery],
  );
  return rows.flatMap(eventOf);
};

type FindingRow = {
  readonly finding: number;
  readonly code: FindingCode;
  readonly at: Instant;
  readonly terminal: { readonly id: TerminalId; readonly name: string };
  readonly settledAt: Instant | null;
  readonly settledBy: string | null;
  readonly as: 'counted' | 'dismissed' | null;
  readonly reason: string | null;
};

/** What is wrong with a hand-over of a delivery, and what a person made of it. */
export const readFindingsOf = async (
  db: Database,
  depot: DepotId,
  delivery: DeliveryId,
): Promise<readonly StoryEvent[]> => {
  const { rows } = await db.query<FindingRow>(
    `select f.id as finding, f.code, f.received_at as at, f.settled_at as "settledAt",
       coalesce(operator.name, f.settled_by) as "settledBy", f.settled_as as "as",
       f.settled_reason as reason, jsonb_build_object('id', t.id, 'name', t.name) as terminal
     from finding f join terminal t on t.depot = f.depot and t.id = f.terminal
       left join operator on operator.id::text = f.settled_by
     where f.depot = $1 and f.delivery = $2
       and f.entry->'content'->>'kind' = 'hand-over'`,
    [depot, delivery],
  );
  return rows.flatMap(
    ({ finding, code, at, terminal, settledAt, settledBy, as, reason }): StoryEvent[] => [
      { what: 'finding', at, finding, code, terminal, isOpen: settledAt === null },
      ...(settledAt === null || settledBy === null || as === null || reason === null
        ? []
        : [
            { what: 'finding-settled' as const, at: settledAt, finding, by: settledBy, as, reason },
          ]),
    ],
  );
};
