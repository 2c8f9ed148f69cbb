import { writeSync } from 'node:fs';

/** Where lines go that nobody may be there to read. Gives whether the line was taken. */
export type LineWriter = (line: string) => boolean;

const STANDARD_ERROR = 2;

/**
 * Writes lines, and drops those that cannot be written: the reader went away, the disk is full,
 * the reader does not read. How many were dropped is the first thing that is written when it is
 * possible again.
 *
 * @param write writes a text at once and whole, or throws
 */
export const makeLineWriter = (write: (text: string) => void): LineWriter => {
  let dropped = 0;
  return (line) => {
    try {
      if (dropped > 0) write(`${JSON.stringify({ event: 'lines-dropped', count: dropped })}\n`);
      dropped = 0;
      write(`${line}\n`);
      return true;
    } catch {
      dropped += 1;
      return false;
    }
  };
};

/**
 * Lines on standard error. Not through `process.stderr` itself: once a write failed, that stream
 * throws away everything, and its failure is an error that nobody has caught.
 */
export const openStandardError = (): LineWriter => {
  for (const stream of [process.stdout, process.stderr]) {
    // What others write there, such as Node.js's warnings, may fail as well. To ask for the stream
    // also makes a pipe one that does not wait for its reader.
    stream.on('error', () => undefined);
  }
  return makeLineWriter((text) => {
    const bytes = Buffer.from(text);
    if (writeSync(STANDARD_ERROR, bytes) < bytes.length) throw new Error('only a part was written');
  });
};
