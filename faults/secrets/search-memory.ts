import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import type { Needle } from './needles.ts';
import { hitsOf, makeSearcher, type Searched } from './search.ts';

const PAGE = 4_096;
const CHUNK = 16 * 1024 * 1024;
/** Longer than any needle, so that none is cut in two between chunks. */
const OVERLAP = 1_024;

type Range = readonly [from: number, to: number];

/** The process's writable mappings: what cannot be written holds the program, nothing of a run. */
const writable = (pid: number): Range[] =>
  readFileSync(`/proc/${pid}/maps`, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, from = '', to = ''] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line) ?? [];
      return from === '' ? [] : [[Number.parseInt(from, 16), Number.parseInt(to, 16)] as const];
    });

/** The parts of a mapping that have ever been used: engines reserve far more than they touch. */
const used = (pagemap: number, [from, to]: Range): Range[] => {
  const entries = Buffer.alloc(((to - from) / PAGE) * 8);
  const read = readSync(pagemap, entries, 0, entries.length, (from / PAGE) * 8);
  const ranges: Range[] = [];
  let begin: number | null = null;
  for (let i = 0; i <= read / 8; i++) {
    // Bits 63 and 62: the page is in memory, or swapped out.
    const isUsed = i < read / 8 && ((entries[i * 8 + 7] ?? 0) & 0xc0) !== 0;
    if (isUsed) begin ??= from + i * PAGE;
    else if (begin !== null) {
      ranges.push([begin, from + i * PAGE]);
      begin = null;
    }
  }
  return ranges;
};

/** Some mappings cannot be read (a device's), and some vanish meanwhile. */
const readMemory = (memory: number, buffer: Buffer, length: number, at: number): number => {
  try {
    return readSync(memory, buffer, 0, length, at);
  } catch {
    return 0;
  }
};

/** Looks into all memory that a process can write to. Needs the right to trace it (Linux). */
export const searchMemory = (where: string, pid: number, needles: readonly Needle[]): Searched => {
  const search = makeSearcher(needles);
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  const pagemap = openSync(`/proc/${pid}/pagemap`, 'r');
  const buffer = Buffer.alloc(CHUNK + OVERLAP);
  const times = new Map<Needle, number>();
  let bytes = 0;
  try {
    for (const [from, to] of writable(pid).flatMap((range) => used(pagemap, range))) {
      for (let at = from; at < to; at += CHUNK) {
        const read = readMemory(memory, buffer, Math.min(CHUNK + OVERLAP, to - at), at);
        bytes += Math.min(read, CHUNK);
        for (const [needle, seen] of search(buffer.subarray(0, read))) {
          times.set(needle, (times.get(needle) ?? 0) + seen);
        }
      }
    }
  } finally {
    closeSync(memory);
    closeSync(pagemap);
    buffer.fill(0);
  }
  return { bytes, hits: hitsOf(where, times) };
};
