import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const source = resolve(import.meta.dirname, '..');

/** Asks which depot an id from outside is of. */
const EDGE = join('database', 'depot-of.ts');

const HOT =
  'terminal|driver|staff|token|route|delivery|parcel|delivery_epoch|issue|active_code|pass|manifest_item|time_statement|entry|finding|case_file|case_event|case_viewer|hand_over|sealing|idempotent_request|message|message_attempt|message_part|entry_detail|erasure|webhook|webhook_event|webhook_sending|import|import_piece|import_rest|import_row|import_heading|report_count|report_day|report_reading';
const NAMES_HOT = new RegExp(`\\b(?:from|join|update|into)\\s+(?:${HOT})\\b`);
const JOIN = new RegExp(`\\bjoin\\s+(?:${HOT})\\b(?:\\s+\\w+)?\\s+on\\s+(\\S+)`, 'g');
/** What a join begins with: the depot, or a condition in a file of its own that does. */
const BY_DEPOT = /^(?:\w+\.depot$|\$\{PASS_IS_FOR\})/;

/** The texts of a source that are SQL over a hot table. */
const statementsOf = (code: string): string[] =>
  [...code.matchAll(/`([^`]*)`|'([^'\n]*)'/g)]
    .map(([, template, plain]) => template ?? plain ?? '')
    .filter(
      (text) => NAMES_HOT.test(text) && /\b(?:select|update|insert|delete|where)\b/.test(text),
    );

/** What is wrong with a statement; null: it names the depot, and so does each of its joins. */
const faultOf = (statement: string): string | null => {
  if (!/\bdepot\b/.test(statement)) return `no depot: ${statement}`;
  const stray = [...statement.matchAll(JOIN)].find(([, first = '']) => !BY_DEPOT.test(first));
  return stray === undefined ? null : `a join without the depot: ${stray[0]}`;
};

describe('every statement over a hot table', () => {
  it('names the depot, in each join as well', () => {
    const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== EDGE,
    );
    const statements = files.flatMap((file) =>
      statementsOf(readFileSync(join(source, file), 'utf8')).map((text) => ({ file, text })),
    );
    expect(statements.length).toBeGreaterThan(60);
    expect(
      statements.flatMap(({ file, text }) => {
        const fault = faultOf(text);
        return fault === null ? [] : [`${file}: ${fault}`];
      }),
    ).toEqual([]);
  });

  it.each([
    'select 1 from issue where id = $1',
    'update delivery set status = $2 where id = $1',
    'select 1 from issue join delivery d on d.id = issue.delivery where issue.depot = $1',
    'select 1 from issue left join route on route.id = x and route.depot = issue.depot',
  ])('is found if it does not: %s', (text) => {
    const [statement = ''] = statementsOf(`query(\`${text}\`)`);
    expect(faultOf(statement)).not.toBeNull();
  });
});
