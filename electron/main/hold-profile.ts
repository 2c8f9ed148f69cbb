import { createServer } from 'node:net';
import { err, ok, type Result } from '../../shared/result.ts';
import type { ProblemCode } from '../../shared/terminal/problem.ts';

/** Given back when the app ends, however it ends. */
export type ProfileHold = { readonly release: () => void };

/**
 * Names that the operating system lets one process have at a time, without a file that a crash
 * could leave, or that could be another one in another folder or environment.
 */
const nameOf = (id: string): string | null => {
  if (process.platform === 'linux') return `\0kerbside-${id}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\kerbside-${id}` : null;
};

/**
 * Makes this process the only one on the machine that has the profile of this id, in whatever folder
 * it lies: two on copies of one profile would each accept what the other has. Nobody is answered.
 */
export const holdProfile = (id: string): Promise<Result<ProfileHold, ProblemCode>> =>
  new Promise((resolve) => {
    const name = nameOf(id);
    if (name === null) return resolve(ok({ release: () => undefined }));
    const server = createServer((caller) => caller.destroy());
    server.once('error', () => resolve(err('store-in-use')));
    server.listen(name, () => {
      server.unref();
      resolve(ok({ release: () => void server.close() }));
    });
  });
