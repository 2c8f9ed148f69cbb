import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { depotId } from '../../../shared/protocol/ids.ts';
import type { Now } from '../clock.ts';
import type { Outbox } from '../ports.ts';

const message = z.object({
  at: z.int(),
  to: z.string(),
  depot: depotId,
  issue: z.string(),
  text: z.string(),
});

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/**
 * A provider for development: messages, codes included, are lines in a file for its owner alone.
 * Never use it where codes are worth anything.
 */
export const makeOutbox = (dataFolder: string, now: Now): Outbox => {
  const folder = join(dataFolder, 'outbox');
  const file = join(folder, 'messages.jsonl');
  return {
    name: 'outbox',
    send: async ({ to, text, depot, issue }) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const handle = await open(file, 'a', 0o600);
      try {
        await handle.appendFile(`${JSON.stringify({ at: now(), to, depot, issue, text })}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
    },
    list: async () => {
      let text: string;
      try {
        text = await readFile(file, 'utf8');
      } catch (error) {
        if (isMissing(error)) return [];
        throw error;
      }
      // A line that a crash cut off is not a message; the job sends it again.
      const lines = text.split('\n').slice(0, -1);
      return lines.flatMap((line) => {
        try {
          return [message.parse(JSON.parse(line))];
        } catch {
          return [];
        }
      });
    },
  };
};
