import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { trust } from '../../shared/protocol/api/roots.ts';
import { grant, manifestDelivery } from '../../shared/protocol/api/terminal.ts';
import { depotFacts } from '../../shared/protocol/depot-facts.ts';
import {
  deliveryId,
  driverId,
  epoch,
  hash,
  instant,
  parcelLabel,
  random16,
  sequence,
  signature,
  tokenId,
} from '../../shared/protocol/ids.ts';
import { EMPTY_LOG } from '../../shared/protocol/log/chain.ts';
import { details } from '../../shared/protocol/log/details.ts';
import { entry, stoppedWhy } from '../../shared/protocol/log/entry.ts';
import { NO_INSTRUCTIONS } from '../../shared/protocol/no-instructions.ts';
import { exceptionOutcome } from '../../shared/protocol/outcome.ts';
import { DEFAULT_POLICY, policy } from '../../shared/protocol/policy.ts';
import { type MovingFactor, movingFactor } from '../../shared/protocol/schemes/oath/outcome.ts';
import { sealedVerifier } from '../../shared/protocol/schemes/sealed.ts';
import { timeAnchor } from '../../shared/protocol/time/trusted-time.ts';
import { purpose } from '../../shared/protocol/verdict.ts';
import { err, ok } from '../../shared/result.ts';
import { Hindrance } from '../../shared/terminal/problem.ts';
import type { Acceptance, ErasedStop, Stop, Store } from '../app/ports/store.ts';
import { makeDoorNotes } from './door-notes.ts';
import { makeErasable } from './erase-store.ts';
import { makeForgetting } from './forget-store.ts';
import { json } from './json-column.ts';
import { makeManifestSum } from './manifest-sum.ts';
import { storeProblem } from './open-database.ts';
import { makeRouteStore } from './route-store.ts';
import { makeStaffStore } from './staff-store.ts';
import { makeWriter } from './write.ts';

const recordRow = z.object({
  record: json(z.strictObject({ grant, central: z.url(), ...trust.shape })),
  cursor: z.int(),
  acknowledged: sequence,
  time_anchor: json(timeAnchor).nullable(),
  time_anchor_sequence: sequence,
  manifest: hash.nullable(),
  stopped: json(stoppedWhy).nullable(),
  entry_version: z.int(),
  forgotten: sequence,
});
const acceptanceRow = z.object({
  delivery: deliveryId,
  epoch,
  sequence,
  at: instant,
  driver: driverId.nullable(),
  purpose,
  once: random16.nullable(),
});
const stopRow = z.object({
  item: json(manifestDelivery),
  withdrawn: z.int().transform(Boolean),
  codes: z.int().nullable(),
  codes_at: instant.nullable(),
  overrides: z.int().nullable(),
  overrides_at: instant.nullable(),
  outcome: exceptionOutcome.nullable(),
  earlier: json(sealedVerifier).nullable(),
});
const erasedRow = z
  .object({ id: deliveryId, epoch, tries: z.int() })
  .transform(({ id, ...row }) => ({ ...row, delivery: id }));
const exceptionRow = z.object({ delivery: deliveryId, outcome: exceptionOutcome });
const tokenRow = z.object({ id: tokenId, next: movingFactor });
const labelColumn = z.array(parcelLabel);
const questionRow = z.object({ question: z.string() });
const policyRow = z.object({ policy: json(policy) });
const depotRow = z.object({ facts: json(depotFacts) });
const headRow = z.object({ sequence, hash });
const logRow = z
  .object({ entry: json(entry), signature, details: json(details).nullable() })
  .transform(({ details: beside, ...signed }) =>
    beside === null ? signed : { ...signed, details: beside },
  );
const idRow = z.object({ id: deliveryId });
const countRow = z.object({ count: z.int() });
const waitingRow = z.object({ entries: z.int(), since: instant.nullable() });
const versionRow = z.object({ version: z.string() });
const newestRow = z.object({ at: instant.nullable() });

const STOP = `SELECT item, withdrawn, code.count AS codes, code.last_at AS codes_at,
    dispatcher.count AS overrides, dispatcher.last_at AS overrides_at, outcome,
    earlier_verifier.verifier AS earlier
  FROM delivery
  LEFT JOIN tries AS code ON code.delivery = delivery.id
    AND code.epoch = item ->> 'epoch' AND code.purpose = 'hand-over'
  LEFT JOIN tries AS dispatcher ON dispatcher.delivery = delivery.id
    AND dispatcher.epoch = item ->> 'epoch' AND dispatcher.purpose = 'override'
  LEFT JOIN exception ON exception.delivery = delivery.id
  LEFT JOIN earlier_verifier ON earlier_verifier.delivery = delivery.id`;

const LOG = 'SELECT entry, signature, details FROM log LEFT JOIN detail USING (sequence)';

/** Nothing of a token is used yet. */
const NO_FACTOR = 0 as MovingFactor;

/** The same store, whose errors carry the problem that they are. */
const guarded = <S extends object>(store: S): S => {
  const guard =
    <A extends readonly unknown[], R>(work: (...given: A) => R) =>
    (...given: A): R => {
      try {
        return work(...given);
      } catch (error) {
        const problem = error instanceof z.ZodError ? 'store-damaged' : storeProblem(error);
        throw problem === null ? error : new Hindrance(problem, error);
      }
    };
  const members = Object.entries(store).map(([name, member]) => [
    name,
    typeof member === 'function' ? guard(member as never) : guarded(member as object),
  ]);
  return Object.fromEntries(members) as S;
};

/** The terminal's store over an open database. What is read is parsed: a file may be damaged. */
export const makeStore = (database: Database): Store => {
  const row = database.prepare('SELECT * FROM terminal');
  const depotPolicy = database.prepare('SELECT policy FROM policy');
  const depot = database.prepare('SELECT facts FROM depot');
  const oneStop = database.prepare(`${STOP} WHERE id = ? AND item IS NOT NULL`);
  const acceptances = database.prepare('SELECT * FROM acceptance');
  const acceptance = database.prepare('SELECT * FROM acceptance WHERE delivery = ?');
  const exceptions = database.prepare('SELECT delivery, outcome FROM exception');
  const usedPass = database.prepare('SELECT 1 FROM acceptance WHERE once = ?');
  const withdrawnPass = database.prepare('SELECT 1 FROM withdrawn_pass WHERE once = ?');
  const tokens = database.prepare('SELECT id, next FROM token');
  const token = database.prepare('SELECT id, next FROM token WHERE id = ?');
  const question = database.prepare('SELECT question FROM question WHERE delivery = ?');
  const keepQuestion = database.prepare(
    `INSERT INTO question (delivery, question) VALUES (?, ?)
     ON CONFLICT (delivery) DO UPDATE SET question = excluded.question`,
  );
  const byShortId = database.prepare(
    'SELECT id FROM delivery WHERE short_id = ? ORDER BY withdrawn, item IS NULL LIMIT 1',
  );
  const erased = database.prepare(
    `SELECT id, epoch, (SELECT coalesce(sum(count), 0) FROM tries
       WHERE tries.delivery = delivery.id AND tries.epoch = delivery.epoch) AS tries
     FROM delivery WHERE id = ? AND item IS NULL`,
  );
  const byLabel = database.prepare('SELECT delivery AS id FROM parcel WHERE label = ?');
  const labels = database.prepare('SELECT label FROM parcel').pluck();
  const given = database.prepare('SELECT id FROM delivery WHERE NOT withdrawn ORDER BY id');
  const head = database.prepare('SELECT sequence, hash FROM log ORDER BY sequence DESC LIMIT 1');
  const after = database.prepare(`${LOG} WHERE sequence > ? ORDER BY sequence LIMIT ?`);
  const before = database.prepare(`${LOG} WHERE sequence < ? ORDER BY sequence DESC LIMIT ?`);
  const waiting = database.prepare(
    'SELECT count(*) AS entries, min(at) AS since FROM log WHERE sequence > ?',
  );
  const newest = database.prepare('SELECT max(at) AS at FROM log WHERE sequence > ?');
  const countTry = database.prepare(
    `INSERT INTO tries (delivery, epoch, purpose, count, last_at) VALUES (?, ?, ?, 1, ?)
     ON CONFLICT DO UPDATE SET count = count + 1, last_at = excluded.last_at RETURNING count`,
  );
  const acknowledge = database.prepare('UPDATE terminal SET acknowledged = ?');

  const sqliteVersion = database.prepare('SELECT sqlite_version() AS version');
  const pragma = (name: string): number => z.int().parse(database.pragma(name, { simple: true }));

  const isWhole = () => database.pragma('integrity_check(1)', { simple: true }) === 'ok';

  const record = () => recordRow.nullable().parse(row.get() ?? null);
  const usedBy = (delivery: string): Acceptance | null =>
    acceptanceRow.nullable().parse(acceptance.get(delivery) ?? null);
  const idOf = (found: unknown) => (found === undefined ? null : idRow.parse(found).id);
  const stopOf = (found: unknown, used: Acceptance | null): Stop => {
    const row = stopRow.parse(found);
    const { id, type: _, instructions = NO_INSTRUCTIONS, ...rest } = row.item;
    return {
      ...rest,
      instructions,
      delivery: id,
      withdrawn: row.withdrawn,
      tries: {
        'hand-over': { count: row.codes ?? 0, lastAt: row.codes_at },
        override: { count: row.overrides ?? 0, lastAt: row.overrides_at },
      },
      acceptance: used,
      exception: row.outcome,
      earlier: row.earlier,
    };
  };
  const stop = (delivery: string): Stop | null => {
    const found = oneStop.get(delivery);
    return found === undefined ? null : stopOf(found, usedBy(delivery));
  };
  const { routes, stopsOf } = makeRouteStore(database);
  const erasedStop = (delivery: string): ErasedStop | null => {
    const row = erasedRow.nullable().parse(erased.get(delivery) ?? null);
    return row && { ...row, acceptance: usedBy(delivery) };
  };
  const writer = makeWriter(database);

  return guarded({
    terminal: () => record()?.record ?? null,
    routes,
    policy: () => policyRow.nullable().parse(depotPolicy.get() ?? null)?.policy ?? DEFAULT_POLICY,
    depot: () => depotRow.nullable().parse(depot.get() ?? null)?.facts ?? null,
    acceptances: () => acceptances.all().map((found) => acceptanceRow.parse(found)),
    stop,
    erased: erasedStop,
    erasable: makeErasable(database),
    stopsOf: (route) => {
      const { idsOf, ...rest } = stopsOf(route);
      return {
        ...rest,
        page: (look, from, size) => idsOf(look, from, size).flatMap(({ id }) => stop(id) ?? []),
      };
    },
    acceptanceOf: usedBy,
    exceptions: () =>
      new Map(
        exceptions.all().map((found) => {
          const { delivery, outcome } = exceptionRow.parse(found);
          return [delivery, outcome] as const;
        }),
      ),
    isPassUsed: (once) => usedPass.get(once) !== undefined,
    isPassWithdrawn: (once) => withdrawnPass.get(once) !== undefined,
    tokenNext: (id) => tokenRow.nullable().parse(token.get(id) ?? null)?.next ?? NO_FACTOR,
    tokens: () =>
      new Map(
        tokens.all().map((found) => {
          const { id, next } = tokenRow.parse(found);
          return [id, next] as const;
        }),
      ),
    question: (delivery) =>
      questionRow.nullable().parse(question.get(delivery) ?? null)?.question ?? null,
    keepQuestion: (delivery, asked) => {
      keepQuestion.run(delivery, asked);
    },
    manifest: makeManifestSum(database, writer, () => record()?.manifest ?? null),
    doorNotes: makeDoorNotes(database),
    staff: makeStaffStore(database),
    deliveryOfShortId: (id) => idOf(byShortId.get(id)),
    deliveryOfLabel: (label) => idOf(byLabel.get(label)),
    labels: () => labelColumn.parse(labels.all()),
    given: () => given.all().map((found) => idRow.parse(found).id),
    cursor: () => record()?.cursor ?? 0,
    acknowledged: () => record()?.acknowledged ?? EMPTY_LOG.sequence,
    stopped: () => record()?.stopped ?? null,
    entryVersion: () => record()?.entry_version ?? 1,
    forgotten: () => record()?.forgotten ?? EMPTY_LOG.sequence,
    ...makeForgetting(database),
    logPosition: () => headRow.nullable().parse(head.get() ?? null) ?? EMPTY_LOG,
    entriesBefore: (from, limit) => before.all(from, limit).map((found) => logRow.parse(found)),
    entriesAfter: (from, limit) => after.all(from, limit).map((found) => logRow.parse(found)),
    waiting: () => waitingRow.parse(waiting.get(record()?.acknowledged ?? 0)),
    timeAnchor: () => record()?.time_anchor ?? null,
    newestEntryTime: () => newestRow.parse(newest.get(record()?.time_anchor_sequence ?? 0)).at,
    // A statement that returns rows commits when it is reset, whose error the library drops: only
    // a transaction of its own says whether the count is on the disk.
    countTry: ({ delivery, epoch: issue }, tried, at) =>
      database
        .transaction(() => countRow.parse(countTry.get(delivery, issue, tried, at)).count)
        .immediate(),
    acknowledge: (upTo) => {
      acknowledge.run(upTo);
    },
    write: (work) => {
      try {
        database.transaction(() => work(writer)).immediate();
        return ok(null);
      } catch (error) {
        const problem = storeProblem(error);
        if (problem === null) throw error;
        return err(problem);
      }
    },
    isWhole,
    facts: () => ({
      bytes: pragma('page_count') * pragma('page_size'),
      schema: pragma('user_version'),
      sqlite: versionRow.parse(sqliteVersion.get()).version,
      whole: isWhole(),
    }),
    close: () => database.close(),
  });
};
