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

/** All that happened to a delivery, in the order in which it did; null: the depot has none such. */
export const tellStory = async (
  db: Database,
  depot: DepotId,
  delivery: DeliveryId,
): Promise<readonly StoryEvent[] | null> => {
  const { rows } = await db.query<{ at: Instant }>(
    'select created_at as at from delivery where depot = $1 and id = $2',
    [depot, delivery],
  );
  if (rows[0] === undefined) return null;
  const created: StoryEvent = { what: 'created', at: rows[0].at };
  const others = await Promise.all(
    [readActs, readCodes, readMessagesOf, readEntriesOf, readFindingsOf].map((read) =>
      read(db, depot, delivery),
    ),
  );
  return [created, ...others.flat()].toSorted((a, b) => a.at - b.at || RANK[a.what] - RANK[b.what]);
};
