import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { makeStore } from './make-store.ts';
import { openDatabase } from './open-database.ts';

const steps = z.array(z.object({ detail: z.string() }));

/** Every statement of the store, with the steps in which SQLite carries it out. */
const plans = (): readonly { readonly sql: string; readonly steps: readonly string[] }[] => {
  const path = join(mkdtempSync(join(tmpdir(), 'kerbside-plans-')), 'store.db');
  const opened = openDatabase(path, new Uint8Array(32).fill(1), undefined);
  if (!opened.ok) throw new Error(opened.error);
  const database = opened.value;
  const prepare = database.prepare.bind(database);
  const statements: string[] = [];
  database.prepare = ((sql: string) => {
    statements.push(sql.replace(/\s+/g, ' '));
    return prepare(sql);
  }) as typeof database.prepare;
  makeStore(database);
  const plan = (sql: string) =>
    // A plan does not depend on what is given; this gives something.
    steps
      .parse(prepare(`EXPLAIN QUERY PLAN ${sql.replace(/[$@:]\w+|\?/g, '1')}`).all())
      .map(({ detail }) => detail);
  const all = statements.map((sql) => ({ sql, steps: plan(sql) }));
  database.close();
  return all;
};

/** What looks at every delivery or acceptance: at a start after the first view, and at a docking. */
const WHOLE = [
  'SELECT * FROM acceptance',
  'SELECT id FROM delivery WHERE NOT withdrawn ORDER BY id',
  'SELECT id FROM delivery WHERE item IS NOT NULL AND (withdrawn = 1 OR',
  "SELECT 'delivery' AS kind, id AS key, withdrawn ||",
];

test('no statement looks at every delivery, but those of a docking and of the check at a start', () => {
  const scanning = plans()
    .filter(({ steps }) => steps.some((step) => /^SCAN (delivery|acceptance)\b/.test(step)))
    .map(({ sql }) => sql.trim());
  expect(scanning.filter((sql) => !WHOLE.some((known) => sql.startsWith(known)))).toEqual([]);
  expect(scanning).toHaveLength(WHOLE.length);
});

test('what is counted of a route comes from its index: no row, which is large, is deciphered', () => {
  const counts = plans().filter(
    ({ sql }) => /route = \$route/.test(sql) && !/json_each\(\$words\)/.test(sql),
  );
  expect(counts.length).toBeGreaterThan(8);
  const reading = counts.filter(
    ({ steps }) => !steps.some((step) => step.startsWith('SEARCH delivery USING COVERING INDEX')),
  );
  expect(reading.map(({ sql }) => sql)).toEqual([]);
});
