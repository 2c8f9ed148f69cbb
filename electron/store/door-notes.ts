import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { deliveryId, parcelLabel } from '../../shared/protocol/ids.ts';
import { particulars } from '../../shared/protocol/outcome.ts';
import { draft } from '../../shared/terminal/door/draft-schema.ts';
import type { Store } from '../app/ports/store.ts';
import { json } from './json-column.ts';

const noteRow = z.object({
  delivery: deliveryId,
  open: z.int().transform(Boolean),
  note: json(
    z.strictObject({
      ticked: z.array(parcelLabel),
      said: particulars.nullable(),
      draft: draft.nullable(),
    }),
  ),
});

/** What the driver did and said at stops that are not over, in the store. */
export const makeDoorNotes = (database: Database): Store['doorNotes'] => {
  // An old page may bring a note back; not one of a stop that is over. From the notes, which are
  // few: SQLite would look for one beside each delivery.
  const all = database.prepare(
    `SELECT door_note.delivery, open, note FROM door_note
     CROSS JOIN delivery ON delivery.id = door_note.delivery AND withdrawn = 0
     WHERE door_note.delivery NOT IN (SELECT delivery FROM acceptance)`,
  );
  const keep = database.prepare(
    `INSERT INTO door_note (delivery, open, note) VALUES (?, ?, ?)
     ON CONFLICT (delivery) DO UPDATE SET open = excluded.open, note = excluded.note`,
  );
  const drop = database.prepare('DELETE FROM door_note WHERE delivery = ?');
  return {
    all: () =>
      all.all().map((found) => {
        const { delivery, open, note } = noteRow.parse(found);
        return { delivery, open, ...note };
      }),
    keep: ({ delivery, open, ...note }) => {
      keep.run(delivery, open ? 1 : 0, JSON.stringify(note));
    },
    drop: (delivery) => {
      drop.run(delivery);
    },
  };
};
