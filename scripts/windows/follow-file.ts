import { createReadStream, existsSync, statSync } from 'node:fs';

const LOOK_MS = 200;

/** Writes what is added to a file to a stream, until it is ended; then what is still to come. */
export const followFile = (
  file: string,
  output: NodeJS.WritableStream,
): { readonly end: () => Promise<void> } => {
  let read = 0;
  const readOn = async (): Promise<void> => {
    if (!existsSync(file) || statSync(file).size === read) return;
    for await (const chunk of createReadStream(file, { start: read })) {
      read += (chunk as Buffer).length;
      output.write(chunk as Buffer);
    }
  };
  let reading = Promise.resolve();
  const timer = setInterval(() => {
    reading = reading.then(readOn);
  }, LOOK_MS);
  return {
    end: async () => {
      clearInterval(timer);
      await reading;
      await readOn();
    },
  };
};
