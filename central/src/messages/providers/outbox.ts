import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { depotId } from '../../../../shared/protocol/ids.ts';
import type { Now } from '../../clock.ts';
import type { Ports } from '../../ports.ts';
import { accepted, type MessageProvider, tryAgain } from '../message-provider.ts';

const line = z.object({
  at: z.int(),
  to: z.string(),
  depot: depotId,
  id: z.string(),
  text: z.string(),
});

/** The outbox: a provider that sends nothing, and shows what it would have sent. */
export type Outbox = MessageProvider & NonNullable<Ports['outbox']>;

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/**
 * A provider for development: messages, codes included, are lines in a file for its owner alone.
 * Never use it where codes are worth anything.
 */
export const makeOutbox = (dataFolder: string, now: Now): Outbox => {
  const folder = join(dataFolder, 'outbox');
  const file = join(folder, 'messages.jsonl');

  const append = async (text: string): Promise<void> => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const handle = await open(file, 'a', 0o600);
    try {
      await handle.appendFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
  };

  return {
    name: 'outbox',
    reports: false,
    start: () => {},
    send: async ({ to, text, depot, id }) => {
      try {
        await append(`${JSON.stringify({ at: now(), to, depot, id, text })}\n`);
        return accepted();
      } catch {
        return tryAgain('unreachable');
      }
    },
    readCallback: () => null,
    stop: async () => {},
    list: async () => {
      let text: string;
      try {
        text = await readFile(file, 'utf8');
      } catch (error) {
        if (isMissing(error)) return [];
        throw error;
      }
      // A line that a crash cut off is not a message; it is sent again.
      const lines = text.split('\n').slice(0, -1);
      return lines.flatMap((one) => {
        try {
          return [line.parse(JSON.parse(one))];
        } catch {
          return [];
        }
      });
    },
  };
};
