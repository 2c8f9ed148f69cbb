import { on } from 'node:events';
import { Worker } from 'node:worker_threads';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { LineProblem } from '../deliveries/new-stop.ts';
import type { Row } from './split-rows.ts';
import type { StoredFile } from './stored-file.ts';
import { isTooLarge } from './zip-sizes.ts';

/** What the thread that reads a workbook says; after rows it waits to be told to go on. */
export type SheetMessage =
  | { readonly kind: 'rows'; readonly rows: readonly Row[] }
  | { readonly kind: 'end' }
  | { readonly kind: 'broken' };

/** A workbook cannot be read in pieces, so it is kept whole; a CSV file may be of any size. */
const MAX_BYTES = 64 * 1_048_576;
/** What its texts, which are kept together, and the reading of it may take. */
const MAX_HEAP_MIB = 384;
const SAVE_AS = 'Save it as “CSV UTF-8 (comma delimited)”.';

const refuse = (reason: string): Result<never, LineProblem> =>
  err({ line: 1, column: null, code: 'workbook', reason });
const BROKEN = refuse(`The file is no spreadsheet (.xlsx), or is damaged. ${SAVE_AS}`);
const TOO_LARGE = refuse(`The spreadsheet is too large to be read as such. ${SAVE_AS}`);

/** Whether the thread ran out of the memory that it may take. */
const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';

const readWhole = async ({ facts, pieces }: StoredFile): Promise<Uint8Array<ArrayBuffer>> => {
  const whole = new Uint8Array(facts.size);
  let size = 0;
  for await (const piece of pieces()) {
    whole.set(piece, size);
    size += piece.length;
  }
  return whole;
};

/** The rows of a workbook's first sheet, some at a time; what is wrong with it is the last that comes. */
export async function* sheetRows(
  file: StoredFile,
): AsyncGenerator<Result<readonly Row[], LineProblem>> {
  if (file.facts.size > MAX_BYTES) {
    yield TOO_LARGE;
    return;
  }
  const bytes = await readWhole(file);
  const size = isTooLarge(bytes);
  if (size !== 'fits') {
    yield size === 'broken' ? BROKEN : TOO_LARGE;
    return;
  }
  const worker = new Worker(new URL('./sheet-worker.ts', import.meta.url), {
    workerData: bytes,
    transferList: [bytes.buffer],
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MIB },
  });
  try {
    for await (const [message] of on(worker, 'message', { close: ['exit'] })) {
      const said = message as SheetMessage;
      if (said.kind === 'end') return;
      if (said.kind === 'broken') {
        yield BROKEN;
        return;
      }
      yield ok(said.rows);
      worker.postMessage('go on');
    }
    yield BROKEN;
  } catch (error) {
    if (!isOutOfMemory(error)) throw error;
    yield TOO_LARGE;
  } finally {
    await worker.terminate();
  }
}
