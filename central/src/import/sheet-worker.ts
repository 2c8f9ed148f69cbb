import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { streamXlsxRows } from 'hucre/xlsx';
import type { SheetMessage } from './sheet-rows.ts';
import type { Row } from './split-rows.ts';

// Reads the first sheet of a workbook, in a thread of its own: what a hostile file makes of it ends
// this thread, and not central.

const ROWS_A_MESSAGE = 256;

/** A spreadsheet keeps fifteen digits of a number. */
const LOSES_DIGITS = 1e15;

/**
 * A cell as a person would type it: a time as the clocks of the depot show it, a number in full, or
 * as one that has lost digits, if it has.
 */
const textOf = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) return '';
    // A part of a day is no whole number: 16:52 may be 16:51:59.999 there.
    const second = Math.round(value.getTime() / 1_000) * 1_000;
    return new Date(second).toISOString().slice(0, 19);
  }
  if (typeof value === 'number' && Math.abs(value) >= LOSES_DIGITS) return value.toExponential(5);
  return typeof value === 'boolean' ? String(value).toUpperCase() : String(value);
};

const port = parentPort;
if (port === null) throw new Error('this is started as a thread');

const post = async (message: SheetMessage): Promise<void> => {
  const heard = once(port, 'message');
  port.postMessage(message);
  await heard;
};

const read = async (): Promise<void> => {
  let rows: Row[] = [];
  try {
    for await (const { index, values } of streamXlsxRows(workerData as Uint8Array)) {
      const cells = values.map(textOf);
      if (cells.some((cell) => cell.trim() !== '')) rows.push({ line: index + 1, cells });
      if (rows.length < ROWS_A_MESSAGE) continue;
      await post({ kind: 'rows', rows });
      rows = [];
    }
    await post({ kind: 'rows', rows });
    port.postMessage({ kind: 'end' } satisfies SheetMessage);
  } catch {
    // What a library says of a broken file may quote it.
    port.postMessage({ kind: 'broken' } satisfies SheetMessage);
  }
  port.close();
};

await read();
