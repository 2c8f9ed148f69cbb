import { err, ok, type Result } from '../../../shared/result.ts';
import type { LineProblem } from '../deliveries/new-stop.ts';
import { decodePieces, encodingOf } from './decode-text.ts';
import type { Place } from './depot-country.ts';
import type { FileFacts } from './file-facts.ts';
import { sheetRows } from './sheet-rows.ts';
import { type Row, splitRows } from './split-rows.ts';
import type { StoredFile } from './stored-file.ts';

export type OpenedRows = {
  /** The rows that have anything in them; what is wrong with the file is the last that comes. */
  readonly rows: AsyncIterable<Result<readonly Row[], LineProblem>>;
  /** The code page that was taken for want of anything that names it. */
  readonly guessed: string | null;
};

/** As a spreadsheet's own format is, since 2007. */
const isZip = ({ start }: FileFacts): boolean =>
  [0x50, 0x4b, 3, 4].every((byte, i) => start[i] === byte);

/** The rows of a file, whatever kind of file it is. `mapped` are folded headings that are known. */
export const openRows = (
  file: StoredFile,
  place: Place,
  mapped: ReadonlySet<string>,
): Result<OpenedRows, LineProblem> => {
  if (isZip(file.facts)) return ok({ rows: sheetRows(file), guessed: null });
  const encoding = encodingOf(file.facts, place.country);
  if (!encoding.ok) return err({ line: 1, column: null, ...encoding.error });
  const { name, isGuessed } = encoding.value;
  return ok({
    rows: splitRows(decodePieces(file.pieces(), encoding.value), mapped),
    guessed: isGuessed ? name : null,
  });
};
