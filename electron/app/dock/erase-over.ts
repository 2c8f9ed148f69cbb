import type { Finding } from '../../../shared/protocol/api/terminal.ts';
import type { Day, DeliveryId, Instant, Sequence } from '../../../shared/protocol/ids.ts';
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

/** The depot's day, and the instant at which it began. */
export type Today = { readonly day: Day; readonly start: Instant };

/**
 * Forgets what is personal in entries of days before that central has. No entry is needed for that, so
 * that it may happen at any time, and to a terminal that is stopped.
 */
export const forgetDetails = (store: Store, { start }: Today): Result<unknown, ProblemCode> => {
  const upTo = store.forgettable(start);
  if (upTo <= store.forgotten()) return ok(null);
  const forgotten = store.write((writer) => writer.forgetDetails(upTo));
  return forgotten.ok ? store.scrub() : forgotten;
};

/** What is over of the manifest. An entry `pulled` without items vouches for what is left. */
const eraseManifest = async (
  store: Store,
  log: LogWriter,
  { day: today }: Today,
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

/**
 * Erases what is over and handed in: names and addresses of deliveries that central has ended, or that
 * were accepted here on a day before, with the routes of days before that are empty then; and what is
 * personal in entries of days before. `keep`: deliveries that somebody still looks at.
 */
export const eraseOver = async (
  store: Store,
  log: LogWriter,
  today: Today,
  keep: readonly DeliveryId[],
): Promise<Result<unknown, ProblemCode>> => {
  const forgotten = forgetDetails(store, today);
  if (!forgotten.ok) return forgotten;
  const erased = await eraseManifest(store, log, today, keep);
  return erased.ok ? store.scrub() : erased;
};
