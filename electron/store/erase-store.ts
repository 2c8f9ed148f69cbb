import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { deliveryId, routeId } from '../../shared/protocol/ids.ts';
import type { Erasure, Store } from '../app/ports/store.ts';

const deliveryRows = z.array(z.object({ id: deliveryId }));
const routeRows = z.array(z.object({ id: routeId }));

/**
 * What of central's is over and was handed in, and the routes of past days that it leaves empty. What
 * was accepted here on a day before is over, whether central has said so or not: it can be accepted by
 * nobody any more. What was not accepted stays until central ends it: a clock that is set ahead must
 * not take a stop away.
 */
export const makeErasable = (database: Database): Store['erasable'] => {
  const deliveries = database.prepare(
    `SELECT id FROM delivery WHERE item IS NOT NULL
       AND (withdrawn = 1 OR (id IN (SELECT delivery FROM acceptance)
         AND route IN (SELECT id FROM route WHERE day < $today)))
       AND id NOT IN (SELECT value FROM json_each($keep))
       AND id NOT IN (SELECT coalesce(entry ->> '$.content.delivery', '') FROM log
         WHERE sequence > (SELECT acknowledged FROM terminal))`,
  );
  const routes = database.prepare(
    `SELECT id FROM route WHERE day < $today AND NOT EXISTS (
       SELECT 1 FROM delivery WHERE delivery.route = route.id
         AND delivery.id NOT IN (SELECT value FROM json_each($erased)))`,
  );
  return (today, keep) => {
    const over = deliveryRows
      .parse(deliveries.all({ today, keep: JSON.stringify(keep) }))
      .map(({ id }) => id);
    const empty = routeRows.parse(routes.all({ today, erased: JSON.stringify(over) }));
    return { deliveries: over, routes: empty.map(({ id }) => id) };
  };
};

/**
 * Erases: of a delivery its ids, its epoch, its end and the tries stay, and how it was accepted. The
 * pages that become free are given back to the disk.
 */
export const makeErase = (database: Database): ((erasure: Erasure) => void) => {
  const which = 'IN (SELECT value FROM json_each(?))';
  const parcels = database.prepare(`DELETE FROM parcel WHERE delivery ${which}`);
  const questions = database.prepare(`DELETE FROM question WHERE delivery ${which}`);
  const deliveries = database.prepare(
    `UPDATE delivery SET withdrawn = 1, item = NULL, search = NULL, route = NULL, position = NULL
     WHERE id ${which}`,
  );
  const routes = database.prepare(`DELETE FROM route WHERE id ${which}`);
  return (erasure) => {
    const ids = JSON.stringify(erasure.deliveries);
    for (const statement of [deliveries, parcels, questions]) statement.run(ids);
    routes.run(JSON.stringify(erasure.routes));
    database.pragma('incremental_vacuum');
  };
};
