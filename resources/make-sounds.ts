// Makes the verdicts' sounds: `node resources/make-sounds.ts`. Pure arithmetic, so the same bytes
// come out everywhere. All of the energy lies between 500 and 3000 Hz, where a handheld's speaker
// is loud and a street is not; the rhythms differ, so that they are told apart without any pitch.
import { writeFileSync } from 'node:fs';

const RATE = 22_050;
const LOWEST = 500;
const HIGHEST = 3_000;

type Note = {
  /** Hz */
  readonly pitch: number;
  /** Seconds from the beginning of the sound. */
  readonly start: number;
  /** Seconds. */
  readonly length: number;
  /** 0 … 1 */
  readonly loudness: number;
  /** Seconds until it is loud; longer is softer. */
  readonly attack: number;
  /** Strength of the 1st, 2nd, 3rd … multiple of the pitch. */
  readonly overtones: readonly number[];
};

const bright = [1, 0.55, 0.4];
const hollow = [1, 0, 0.6, 0, 0.35];
const soft = [1, 0.12];

export const SOUNDS: Record<'accepted' | 'refused' | 'mistyped', readonly Note[]> = {
  // Two rising notes, short and long: a fifth, A5 to E6.
  accepted: [
    { pitch: 880, start: 0, length: 0.13, loudness: 0.95, attack: 0.004, overtones: bright },
    { pitch: 1318.5, start: 0.15, length: 0.34, loudness: 0.95, attack: 0.004, overtones: bright },
  ],
  // Three short low ones, alike and hard.
  refused: [0, 0.19, 0.38].map((start) => ({
    pitch: 523.25,
    start,
    length: 0.12,
    loudness: 0.95,
    attack: 0.003,
    overtones: hollow,
  })),
  // One soft one in the middle.
  mistyped: [{ pitch: 740, start: 0, length: 0.42, loudness: 0.6, attack: 0.05, overtones: soft }],
};

/** `time`: seconds since the note's start. */
const loudnessAt = (note: Note, time: number): number => {
  const release = Math.min(0.06, note.length / 3);
  const rise = Math.min(1, time / note.attack);
  const fall = Math.min(1, (note.length - time) / release);
  return note.loudness * rise * fall * Math.exp((-1.6 * time) / note.length);
};

const noteAt = (note: Note, time: number): number => {
  let sum = 0;
  let most = 0;
  note.overtones.forEach((strength, index) => {
    const pitch = note.pitch * (index + 1);
    if (pitch < LOWEST || pitch > HIGHEST) return;
    sum += strength * Math.sin(2 * Math.PI * pitch * time);
    most += strength;
  });
  return (loudnessAt(note, time) * sum) / most;
};

/** A WAV file: 16 bits, one channel. */
export const wavOf = (notes: readonly Note[]): Buffer => {
  const seconds = Math.max(...notes.map((note) => note.start + note.length));
  const count = Math.ceil(seconds * RATE);
  const samples = Array.from({ length: count }, (_, index) => {
    const time = index / RATE;
    const sounding = notes.filter((n) => time >= n.start && time <= n.start + n.length);
    return sounding.reduce((sum, note) => sum + noteAt(note, time - note.start), 0);
  });
  // As loud as the format allows for the loudest note, quieter for those meant to be.
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  const loudest = Math.max(...notes.map((note) => note.loudness));
  const file = Buffer.alloc(44 + count * 2);
  file.write('RIFF', 0);
  file.writeUInt32LE(36 + count * 2, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(RATE, 24);
  file.writeUInt32LE(RATE * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(count * 2, 40);
  samples.forEach((sample, index) => {
    file.writeInt16LE(Math.round((sample / peak) * loudest * 32_767), 44 + index * 2);
  });
  return file;
};

if (process.argv[1] === import.meta.filename) {
  for (const [name, notes] of Object.entries(SOUNDS)) {
    writeFileSync(new URL(`sounds/${name}.wav`, import.meta.url), wavOf(notes));
  }
}
