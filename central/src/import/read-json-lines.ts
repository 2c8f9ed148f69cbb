import { type JsonProblem, readStrictJson } from '../../../shared/protocol/codec/strict-json.ts';
import type { Instant } from '../../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { LineProblem } from '../deliveries/new-stop.ts';
import type { Place } from './depot-country.ts';
import { readNewDelivery } from './new-delivery.ts';
import type { JudgedRow, ReadPart } from './read-file.ts';
import type { StoredFile } from './stored-file.ts';

const NEWLINE = 0x0a;
/** Far more than a delivery of 500 parcels has. */
const MAX_LINE = 262_144;

const NOT_JSON: Readonly<Record<JsonProblem, string>> = {
  'not-utf-8': 'The line is not UTF-8.',
  'byte-order-mark': 'The line begins with a byte order mark. Leave it out.',
  'not-json': 'The line is not JSON.',
  'member-twice': 'An object has a member twice.',
};

type Line = { readonly line: number; readonly bytes: Uint8Array };

/** The lines of a file with anything in them; null: one is too long, and no more are read. */
async function* linesOf(file: StoredFile): AsyncGenerator<Line | null> {
  let line = 1;
  let rest: Uint8Array = new Uint8Array();
  for await (const piece of file.pieces()) {
    const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    let from = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
      yield { line, bytes: bytes.subarray(from, end) };
      line += 1;
      from = end + 1;
    }
    rest = bytes.subarray(from);
    if (rest.length > MAX_LINE) {
      yield null;
      return;
    }
  }
  yield { line, bytes: rest };
}

const judge = (
  { line, bytes }: Line,
  place: Place,
  now: Instant,
): JudgedRow & { readonly notes: readonly LineProblem[] } => {
  const row = { line, cells: [new TextDecoder().decode(bytes)] };
  const json = readStrictJson(bytes);
  if (!json.ok) {
    const problem = { line, column: null, code: json.error, reason: NOT_JSON[json.error] };
    return { row, read: err([problem]), notes: [] };
  }
  const { line: read, notes } = readNewDelivery(json.value, line, place, now);
  return { row, read, notes: read.ok ? notes : [] };
};

const nothing = (line: number, code: string, reason: string): Result<never, LineProblem[]> =>
  err([{ line, column: null, code, reason }]);

/** So many lines are judged in one turn of the event loop. */
const A_TURN = 32;
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Reads a file that has a delivery as JSON in each line, each by itself. */
export async function* readJsonLines(
  file: StoredFile,
  place: Place,
  now: Instant,
): AsyncGenerator<Result<ReadPart, readonly LineProblem[]>> {
  let rows: JudgedRow[] = [];
  let notes: LineProblem[] = [];
  let count = 0;
  const part = (): Result<ReadPart, never> => ok({ kind: 'rows', rows, notes });
  for await (const one of linesOf(file)) {
    if (one === null) {
      yield nothing(count + 1, 'too-long', `A line has more than ${MAX_LINE} bytes.`);
      return;
    }
    if (Buffer.from(one.bytes).toString('latin1').trim() === '') continue;
    const judged = judge(one, place, now);
    count += 1;
    rows.push({ row: judged.row, read: judged.read });
    notes.push(...judged.notes);
    if (rows.length < A_TURN) continue;
    yield part();
    rows = [];
    notes = [];
    await nextTurn();
  }
  if (count === 0) yield nothing(1, 'no-lines', 'The file contains no deliveries.');
  else yield part();
}
