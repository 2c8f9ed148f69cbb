import type { DeliveryId, DepotId, Instant } from '../../../shared/protocol/ids.ts';
import type { Database } from '../database/pool.ts';
import { readActs } from './read-acts.ts';
import { readCodes, readMessagesOf } from './read-codes.ts';
import { readEntriesOf, readFindingsOf } from './read-entries.ts';
import type { StoryEvent } from './story-event.ts';

/** Of two things at one moment, what comes of the other is told after it. */
const RANK: Readonly<Record<StoryEvent['what'], number>> = {
  created: 0,
  act: 1,
  'code-withdrawn': 2,
  'code-made': 3,
  message: 4,
  attempt: 5,
  exception: 6,
  'exception-undone': 7,
  'hand-over': 8,
  finding: 9,
  'finding-settled': 10,
};

/** Acts that take a code back: they are at the very moment of it. */
const TAKES_BACK: ReadonlySet<string> = new Set([
  'route-assigned',
  'delivery-cancelled',
  'delivery-moved',
  'code-renewed',
  'delivery-erased',
]);

/** The story with whose act took a code back. */
const withDoers = (events: readonly StoryEvent[]): readonly StoryEvent[] => {
  const doers = new Map(
    events.flatMap((event) =>
      event.what === 'act' && TAKES_BACK.has(event.act) ? [[event.at, event.by] as const] : [],
    ),
  );
  return events.map((event) =>
    event.what === 'code-withdrawn' ? { ...event, by: doers.get(event.at) ?? null } : event,
  );
};

/** All that happened to a delivery, in the order in which it did; null: the depot has none such. */
export const tellStory = async (
  db: Database,
  depot: DepotId,
  delivery: DeliveryId,
): Promise<readonly StoryEvent[] | null> => {
  const { rows } = await db.query<{ at: Instant; by: string | null }>(
    `select d.created_at as at, coalesce(operator.name, d.made_by) as by
     from delivery d left join operator on operator.id::text = d.made_by
     where d.depot = $1 and d.id = $2`,
    [depot, delivery],
  );
  if (rows[0] === undefined) return null;
  const created: StoryEvent = { what: 'created', ...rows[0] };
  const others = await Promise.all(
    [readActs, readCodes, readMessagesOf, readEntriesOf, readFindingsOf].map((read) =>
      read(db, depot, delivery),
    ),
  );
  const events = withDoers([created, ...others.flat()]);
  return events.toSorted((a, b) => a.at - b.at || RANK[a.what] - RANK[b.what]);
};
