import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { utf8 } from '../shared/bytes.ts';
import { type Campaign, type Control, makeRandom, type Report } from './campaign.ts';
import { type Canary, needlesOf } from './secrets/needles.ts';
import { playAndSearch } from './secrets/play.ts';
import { searchFolder, searchMemory } from './secrets/search.ts';

const planted = (random: () => number): Canary[] => {
  const bytes = (length: number) =>
    Uint8Array.from({ length }, () => Math.floor(random() * 256));
  const code = Array.from(bytes(10), (byte) => 'ABCDEFGHJKMNPQRS'[byte & 15]).join('');
  return [
    { name: 'a planted code', kind: 'code', bytes: utf8(code) },
    { name: 'a planted key', kind: 'key', bytes: bytes(32) },
    { name: 'a planted street', kind: 'person', bytes: utf8('Fürbringerstraße 20') },
  ];
};

/** Every form of every canary, planted in the middle of a file, must be found there. */
const findsPlanted = (canaries: readonly Canary[]): Control => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kerbside-planted-'));
  try {
    const needles = canaries.flatMap(needlesOf);
    const missed = needles.filter((needle, i) => {
      const file = path.join(folder, `file-${i}`);
      writeFileSync(file, Buffer.concat([Buffer.alloc(777, i), needle.bytes, Buffer.alloc(99, i)]));
      const { hits } = searchFolder(folder, [needle]);
      rmSync(file);
      return hits.length !== 1;
    });
    const text = canaries.map(({ bytes }) => Buffer.from(bytes));
    const wrapped = Buffer.concat([Buffer.from('{"a":1,"b":"'), ...text, Buffer.from('"}')]);
    writeFileSync(path.join(folder, 'encoded'), wrapped.toString('base64'));
    const { hits } = searchFolder(folder, needles);
    const inside = new Set(hits.map(({ needle }) => needle.canary));
    return {
      without: 'care: canaries planted in files',
      found: missed.length === 0 && canaries.every((canary) => inside.has(canary)),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** A canary in the memory of a process, here of this one, must be found. */
const findsInMemory = (canaries: readonly Canary[]): Control => {
  const kept = canaries.map(({ bytes }) => Buffer.from(bytes));
  const { hits } = searchMemory('this process', process.pid, canaries.flatMap(needlesOf));
  const raw = new Set(hits.filter(({ needle }) => needle.form === 'raw').map((h) => h.needle.canary));
  return {
    without: 'care: canaries planted in memory',
    found: kept.length > 0 && canaries.every((canary) => raw.has(canary)),
  };
};

export const campaign: Campaign = {
  name: 'secrets',
  about: 'Codes, keys, names and addresses looked for wherever they must not be',
  // The first run is the part of the day that is enough, every further one the whole of it.
  runs: { release: 2, ci: 1 },
  run: async ({ runs, seed, say }): Promise<Report> => {
    const canaries = planted(makeRandom(seed));
    const controls = [findsPlanted(canaries), findsInMemory(canaries)];
    const notes: string[] = [];
    let undetected = 0;
    let crashes = 0;
    for (let run = 0; run < runs; run++) {
      say(`secrets: run ${run + 1} of ${runs}`);
      const played = await playAndSearch(run > 0);
      undetected += played.hits.length;
      crashes += played.crashes.length;
      for (const text of [...played.hits, ...played.crashes, ...played.notes]) {
        notes.push(`run ${run + 1}: ${text}`);
      }
    }
    const clean = { lost: 0, duplicated: 0, false_accepts: 0 };
    return { runs, ...clean, undetected, crashes, controls, notes };
  },
};
