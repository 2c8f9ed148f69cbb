import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Campaign, type Control, makeRandom, type Report } from './campaign.ts';
import { textCanary } from './secrets/canaries.ts';
import { type Canary, needlesOf } from './secrets/needles.ts';
import { playAndSearch } from './secrets/play.ts';
import { searchFolder } from './secrets/search.ts';
import { withoutEncryption } from './secrets/unencrypted.ts';

const planted = (random: () => number): Canary[] => {
  const bytes = (length: number) => Uint8Array.from({ length }, () => Math.floor(random() * 256));
  const code = Array.from(bytes(10), (byte) => 'ABCDEFGHJKMNPQRS'[byte & 15]).join('');
  return [
    textCanary('a planted code', 'code', code),
    { name: 'a planted key', kind: 'key', bytes: bytes(32), isText: false },
    textCanary('a planted street', 'address', 'Fürbringerstraße 20'),
  ];
};

/** Every form of every canary, alone in the middle of a file, and all inside of a longer text. */
const findsEveryForm = (canaries: readonly Canary[]): Control => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kerbside-planted-'));
  const nowhere = () => false;
  try {
    const needles = canaries.flatMap(needlesOf);
    const missed = needles.filter((needle, i) => {
      const file = path.join(folder, `file-${i}`);
      writeFileSync(file, Buffer.concat([Buffer.alloc(777, i), needle.bytes, Buffer.alloc(99, i)]));
      const { hits } = searchFolder(folder, [needle], nowhere);
      rmSync(file);
      return hits.length !== 1;
    });
    const all = canaries.map(({ bytes }) => Buffer.from(bytes));
    const wrapped = Buffer.concat([Buffer.from('{"a":1,"b":"'), ...all, Buffer.from('"}')]);
    writeFileSync(path.join(folder, 'encoded'), wrapped.toString('base64'));
    const { hits } = searchFolder(folder, needles, nowhere);
    const inside = new Set(hits.map(({ needle }) => needle.canary));
    return {
      without: 'care: canaries in every form, and in the base64 of a longer text',
      found: missed.length === 0 && canaries.every((canary) => inside.has(canary)),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

export const campaign: Campaign = {
  name: 'secrets',
  about: 'Codes, keys, names and addresses looked for wherever they must not be',
  // The first run is the part of the day that is enough, every further one the whole of it.
  runs: { release: 2, ci: 1 },
  run: async ({ runs, seed, say }): Promise<Report> => {
    const controls = [findsEveryForm(planted(makeRandom(seed))), await withoutEncryption()];
    const notes: string[] = [];
    let undetected = 0;
    let crashes = 0;
    for (let run = 0; run < runs; run++) {
      say(`secrets: run ${run + 1} of ${runs}`);
      const played = await playAndSearch(run > 0);
      undetected += played.hits.length;
      crashes += played.crashes.length;
      controls.push(...played.controls);
      for (const text of [...played.hits, ...played.crashes, ...played.notes]) {
        notes.push(`run ${run + 1}: ${text}`);
      }
    }
    const clean = { lost: 0, duplicated: 0, false_accepts: 0 };
    return { runs, ...clean, undetected, crashes, controls, notes };
  },
};
