import type { Finding } from '../../../shared/protocol/api/terminal.ts';
import type { Day, DeliveryId, Sequence } from '../../../shared/protocol/ids.ts';
import { ok, type Result } from '../../../shared/result.ts';
import type { ProblemCode } from '../../../shared/terminal/problem.ts';
import type { LogWriter } from '../log/write-log.ts';
import type { Store } from '../ports/store.ts';

/** The deliveries that findings are about. */
export const deliveriesOf = (store: Store, findings: readonly Finding[]): readonly DeliveryId[] =>
  findings.flatMap(({ sequence }) => {
    const [found] = store.entriesAfter((sequence - 1) as Sequence, 1);
    const content = found?.entry.sequence === sequence ? found.entry.content : null;
    return content !== null && 'delivery' in content ? (content.delivery ?? []) : [];
  });

/**
 * At the end of a docking: what central has ended, and what was handed in of it, is erased, names
 * and addresses first of all, with the routes of days before that are empty then. An entry `pulled`
 * without items vouches for what is left. `keep`: deliveries that somebody still looks at.
 */
export const eraseOver = async (
  store: Store,
  log: LogWriter,
  today: Day,
  keep: readonly DeliveryId[],
): Promise<Result<unknown, ProblemCode>> => {
  const erasure = store.erasable(today, keep);
  if (erasure.deliveries.length === 0 && erasure.routes.length === 0) return ok(null);
  const cursor = store.cursor();
  const manifest = store.manifest.afterErasing(erasure);
  return log.append({ kind: 'pulled', cursor, items: 0, manifest }, (writer) => {
    writer.erase(erasure);
    writer.setCursor(cursor, manifest);
  });
};
