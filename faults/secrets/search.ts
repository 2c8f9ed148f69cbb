import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Needle } from './needles.ts';

/** A canary that was found: where, and in which form. */
export type Hit = { readonly where: string; readonly needle: Needle; readonly times: number };

const count = (bytes: Buffer, needle: Buffer): number => {
  let times = 0;
  for (let at = bytes.indexOf(needle); at >= 0; at = bytes.indexOf(needle, at + 1)) times++;
  return times;
};

/** Looks for every needle in some bytes. */
export const searchBytes = (where: string, bytes: Buffer, needles: readonly Needle[]): Hit[] =>
  needles.flatMap((needle) => {
    const times = count(bytes, needle.bytes);
    return times === 0 ? [] : [{ where, needle, times }];
  });

/** Every regular file under a folder, but for what is left out. */
const filesUnder = (folder: string, isLeftOut: (file: string) => boolean): string[] => {
  if (!existsSync(folder) || isLeftOut(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return filesUnder(file, isLeftOut);
    return entry.isFile() && !isLeftOut(file) ? [file] : [];
  });
};

export type FolderSearch = { readonly files: number; readonly bytes: number; readonly hits: Hit[] };

/** Looks into every file under a folder; names of files are looked at as well. */
export const searchFolder = (
  folder: string,
  needles: readonly Needle[],
  isLeftOut: (file: string) => boolean = () => false,
): FolderSearch => {
  const files = filesUnder(folder, isLeftOut);
  const hits: Hit[] = [];
  let bytes = 0;
  for (const file of files) {
    const where = path.relative(folder, file);
    try {
      const content = readFileSync(file);
      bytes += content.length;
      hits.push(...searchBytes(where, content, needles));
      hits.push(...searchBytes(`the name of ${where}`, Buffer.from(where), needles));
    } catch {
      // It was removed meanwhile: a program that runs tidies up behind itself.
      if (existsSync(file) && statSync(file).isFile()) throw new Error(`${file} cannot be read`);
    }
  }
  return { files: files.length, bytes, hits };
};

const CHUNK = 16 * 1024 * 1024;
/** Longer than any needle, so that none is cut in two between chunks. */
const OVERLAP = 256;

export type MemorySearch = { readonly bytes: number; readonly hits: Hit[] };

/** Looks into everything that a process can read of its own memory. Needs the right to trace it. */
export const searchMemory = (
  where: string,
  pid: number,
  needles: readonly Needle[],
): MemorySearch => {
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  const buffer = Buffer.allocUnsafe(CHUNK + OVERLAP);
  const times = new Map<Needle, number>();
  let bytes = 0;
  try {
    for (const line of readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')) {
      const found = /^([0-9a-f]+)-([0-9a-f]+) r\S* \S+ \S+ \d+\s*(.*)$/.exec(line);
      // The kernel's own pages cannot be read; files of the program hold no secrets of this run.
      if (found === null || /^\[v(var|syscall)/.test(found[3] ?? '')) continue;
      const [from, to] = [Number.parseInt(found[1] ?? '', 16), Number.parseInt(found[2] ?? '', 16)];
      for (let at = from; at < to; at += CHUNK) {
        const wanted = Math.min(CHUNK + OVERLAP, to - at);
        let read = 0;
        try {
          read = readSync(memory, buffer, 0, wanted, at);
        } catch {
          continue;
        }
        bytes += Math.min(read, CHUNK);
        const chunk = buffer.subarray(0, read);
        for (const { needle, times: seen } of searchBytes(where, chunk, needles)) {
          times.set(needle, (times.get(needle) ?? 0) + seen);
        }
      }
    }
  } finally {
    closeSync(memory);
    buffer.fill(0);
  }
  const hits = [...times].map(([needle, seen]) => ({ where, needle, times: seen }));
  return { bytes, hits };
};

/** A hit in words; never the canary itself. */
export const sayHit = ({ where, needle, times }: Hit): string =>
  `${needle.canary.name} (${needle.form}) in ${where}${times > 1 ? `, ${times} times` : ''}`;
