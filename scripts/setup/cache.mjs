import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** Where large things are kept between runs and between clones, outside of git. */
export function cacheFolder() {
  if (process.env.KERBSIDE_CACHE) return path.resolve(process.env.KERBSIDE_CACHE);
  const base = process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache');
  return path.join(base, 'kerbside');
}

/**
 * Makes the cache's entry `name` whole or not at all: `fill` works in a temporary folder beside
 * it, and returns the folder in there that becomes the entry.
 *
 * @param {string} name
 * @param {(temporary: string) => Promise<string>} fill
 * @returns {Promise<string>} the entry's path
 */
export async function store(name, fill) {
  const entry = path.join(cacheFolder(), name);
  mkdirSync(path.dirname(entry), { recursive: true });
  const temporary = mkdtempSync(`${entry}.tmp-`);
  const cleanUp = () => rmSync(temporary, { recursive: true, force: true });
  process.once('exit', cleanUp);
  try {
    const made = await fill(temporary);
    try {
      renameSync(made, entry);
    } catch (error) {
      // Another checkout was faster; its entry is as good.
      if (!existsSync(entry)) throw error;
    }
    return entry;
  } finally {
    process.off('exit', cleanUp);
    cleanUp();
  }
}
