import { createHash } from 'node:crypto';
import {
  appendFileSync,
  closeSync,
  createReadStream,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { UpdateFiles } from '../app/ports/updates.ts';
import { onceLetGo, removeAll } from '../files/held-files.ts';

const sha256Of = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('base64url');
};

/**
 * Updates in a folder of the profile. One that is being fetched is named by the hash that it must
 * come to, so that what was fetched of another release is never taken for a part of it.
 */
export const makeUpdateFiles = (folder: string): UpdateFiles => {
  const whole = (file: { readonly name: string }) => join(folder, file.name);
  const part = (file: { readonly sha256: string }) => join(folder, `${file.sha256}.part`);

  return {
    begin: (file) => {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      // Only what is wanted now stays: no disk fills with old releases. One that another program
      // holds is tried again with the next release, and hinders this one by nothing.
      removeAll(
        readdirSync(folder)
          .map((name) => join(folder, name))
          .filter((path) => path !== part(file)),
      );
      if (!existsSync(part(file))) return 0;
      const { size } = statSync(part(file));
      if (size <= file.bytes) return size;
      onceLetGo(() => truncateSync(part(file), 0));
      return 0;
    },
    append: (file, bytes) => {
      onceLetGo(() => appendFileSync(part(file), bytes, { mode: 0o600 }));
      return statSync(part(file)).size;
    },
    finish: async (file) => {
      if ((await sha256Of(part(file))) !== file.sha256) {
        rmSync(part(file), { force: true });
        return false;
      }
      const handle = onceLetGo(() => openSync(part(file), 'r+'));
      fsyncSync(handle);
      closeSync(handle);
      onceLetGo(() => renameSync(part(file), whole(file)));
      return true;
    },
    isFinished: async (file) =>
      existsSync(whole(file)) && (await sha256Of(whole(file))) === file.sha256,
  };
};
