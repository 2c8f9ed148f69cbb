import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Needle } from './needles.ts';

/** A canary that was found: where, and in which form. */
export type Hit = { readonly where: string; readonly needle: Needle; readonly times: number };

/** What was looked at, and what was found there. */
export type Searched = { readonly bytes: number; readonly hits: readonly Hit[] };

/** Looks for all of its needles at once; gives how often each was there. */
export type Searcher = (bytes: Buffer) => Map<Needle, number>;

/** A searcher that looks at each byte once, however many needles there are. */
export const makeSearcher = (needles: readonly Needle[]): Searcher => {
  const begins = new Uint8Array(65_536);
  const byBeginning = new Map<number, Needle[]>();
  for (const needle of needles) {
    const [first, second] = needle.bytes;
    if (first === undefined || second === undefined) throw new Error('a needle of one byte');
    const beginning = first | (second << 8);
    begins[beginning] = 1;
    byBeginning.set(beginning, [...(byBeginning.get(beginning) ?? []), needle]);
  }
  return (bytes) => {
    const times = new Map<Needle, number>();
    let beginning = bytes[0] ?? 0;
    for (let at = 0; at < bytes.length - 1; at++) {
      beginning = (beginning & 0xff) | ((bytes[at + 1] ?? 0) << 8);
      if (begins[beginning] === 1) {
        for (const needle of byBeginning.get(beginning) ?? []) {
          const end = at + needle.bytes.length;
          if (end <= bytes.length && needle.bytes.compare(bytes, at, end) === 0) {
            times.set(needle, (times.get(needle) ?? 0) + 1);
          }
        }
      }
      beginning >>= 8;
    }
    return times;
  };
};

/** What a searcher found, as hits in one place. */
export const hitsOf = (where: string, times: ReadonlyMap<Needle, number>): Hit[] =>
  [...times].map(([needle, seen]) => ({ where, needle, times: seen }));

/** Looks for every needle in some bytes. */
export const searchBytes = (
  where: string,
  bytes: Buffer,
  needles: readonly Needle[],
): Searched => ({ bytes: bytes.length, hits: hitsOf(where, makeSearcher(needles)(bytes)) });

/** Every regular file under a folder. */
const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return filesUnder(file);
    return entry.isFile() ? [file] : [];
  });

export type FolderSearch = Searched & { readonly files: number };

/**
 * Looks into every file under a folder, and at the files' names.
 *
 * @param mayBe whether a canary may be in the file of this name (relative to the folder)
 */
export const searchFolder = (
  folder: string,
  needles: readonly Needle[],
  mayBe: (needle: Needle, file: string) => boolean,
): FolderSearch => {
  const search = makeSearcher(needles);
  const hits: Hit[] = [];
  let bytes = 0;
  const files = filesUnder(folder);
  for (const file of files) {
    const name = path.relative(folder, file);
    try {
      const content = readFileSync(file);
      bytes += content.length;
      hits.push(...hitsOf(name, search(content)).filter(({ needle }) => !mayBe(needle, name)));
      hits.push(...hitsOf('the name of a file', search(Buffer.from(name))));
    } catch {
      // It was removed meanwhile: a program that runs tidies up behind itself.
      if (existsSync(file) && statSync(file).isFile()) throw new Error(`${file} cannot be read`);
    }
  }
  return { files: files.length, bytes, hits };
};

/** A hit in words; never the canary itself. */
export const sayHit = ({ where, needle, times }: Hit): string =>
  `${needle.canary.name} (${needle.form}) in ${where}${times > 1 ? `, ${times} times` : ''}`;
