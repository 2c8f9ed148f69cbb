import type { DeliveryId, DepotId, Instant, TerminalId } from '../../../shared/protocol/ids.ts';
import type { Database } from '../database/pool.ts';
import type { StoryEvent } from './story-event.ts';

type Issue = {
  readonly epoch: number;
  readonly createdAt: Instant;
  readonly withdrawnAt: Instant | null;
  readonly terminal: { readonly id: TerminalId; readonly name: string };
};

/** The codes that were made for a delivery, and taken back. */
export const readCodes = async (
  db: Database,
  depot: DepotId,
  delivery: DeliveryId,
): Promise<readonly StoryEvent[]> => {
  const { rows } = await db.query<Issue>(
    `select i.epoch, i.created_at as "createdAt", i.withdrawn_at as "withdrawnAt",
       jsonb_build_object('id', t.id, 'name', t.name) as terminal
     from issue i join terminal t on t.depot = i.depot and t.id = i.terminal
     where i.depot = $1 and i.delivery = $2`,
    [depot, delivery],
  );
  return rows.flatMap(({ epoch, terminal, createdAt, withdrawnAt }): StoryEvent[] => [
    { what: 'code-made', at: createdAt, epoch, terminal },
    ...(withdrawnAt === null
      ? []
      : [{ what: 'code-withdrawn' as const, at: withdrawnAt, epoch, terminal, by: null }]),
  ]);
};

type Message = {
  readonly kind: 'code' | 'time-changed' | 'cancelled';
  readonly state:
    | 'waiting'
    | 'claimed'
    | 'accepted'
    | 'delivered'
    | 'failed'
    | 'cancelled'
    | 'expired';
  readonly due: Instant;
  readonly awaitsDocking: boolean;
  readonly acceptedAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly reason: string | null;
};

const ENDS = {
  delivered: 'arrived',
  failed: 'failed',
  cancelled: 'cancelled',
  expired: 'expired',
} as const;

const eventsOf = (message: Message): StoryEvent[] => {
  const { kind, state, due, awaitsDocking, acceptedAt, endedAt, reason } = message;
  const one = (at: Instant, state: (StoryEvent & { what: 'message' })['state']): StoryEvent => ({
    what: 'message',
    at,
    kind,
    state,
    reason,
  });
  return [
    ...(state === 'waiting' || state === 'claimed'
      ? [one(due, awaitsDocking ? 'awaits-docking' : 'due')]
      : []),
    ...(acceptedAt === null ? [] : [one(acceptedAt, 'sent')]),
    ...(endedAt === null || !(state in ENDS)
      ? []
      : [one(endedAt, ENDS[state as keyof typeof ENDS])]),
  ];
};

/** What the customer was written about a delivery, and what became of it. */
export const readMessagesOf = async (
  db: Database,
  depot: DepotId,
  delivery: DeliveryId,
): Promise<readonly StoryEvent[]> => {
  const { rows } = await db.query<Message>(
    `select m.kind, m.state, m.due, m.awaits_docking as "awaitsDocking",
       m.accepted_at as "acceptedAt", m.ended_at as "endedAt", m.reason
     from issue i join message m on m.depot = i.depot and m.issue = i.id
     where i.depot = $1 and i.delivery = $2`,
    [depot, delivery],
  );
  return rows.flatMap(eventsOf);
};
