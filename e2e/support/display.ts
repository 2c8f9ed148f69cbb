import type { Readable } from 'node:stream';
import { startOwned } from './owned-process.ts';

/** A display that nobody sees. */
export interface Display {
  readonly env: { readonly DISPLAY: string };
  stop(): Promise<void>;
}

/**
 * Starts an Xvfb of the given size in pixels, on whatever display number is free.
 *
 * @throws if Xvfb is not installed or does not start
 */
export async function startDisplay(size: { width: number; height: number }): Promise<Display> {
  const screen = `${size.width}x${size.height}x24`;
  const server = await startOwned(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', screen, '-nolisten', 'tcp', '-noreset'],
    { extraPipes: 1 },
  );
  const number = await firstLine(server.child.stdio[3] as Readable);
  if (number === '') throw new Error(`Xvfb did not start: ${server.errors()}`);
  return { env: { DISPLAY: `:${number}` }, stop: () => server.stop() };
}

/** The first line of a stream, empty if it ends without one. */
function firstLine(stream: Readable): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const done = () => resolve(text.split('\n')[0]?.trim() ?? '');
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('\n')) done();
    });
    stream.once('close', done);
  });
}
