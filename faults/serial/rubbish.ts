import { SSI_DECODER, SSI_OPCODE, ssiPacket } from '../../electron/scanner/ssi-packet.ts';
import { heardAt } from './wrong-speed.ts';

export type Random = () => number;
export const below = (random: Random, limit: number): number => Math.floor(random() * limit);
const pick = <T>(random: Random, of: readonly T[]): T => {
  const found = of[below(random, of.length)];
  if (found === undefined) throw new Error('there is nothing to pick from');
  return found;
};

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
export const latin1 = (text: string): Uint8Array =>
  Uint8Array.from(text, (character) => character.charCodeAt(0));
const joined = (...parts: Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};
const noise = (random: Random, length: number): Uint8Array =>
  Uint8Array.from({ length }, () => below(random, 256));

const NAUGHTY = [
  '',
  'undefined',
  'null',
  '\\',
  '\u0000',
  '$HOME',
  '%s%s%s%n',
  '../../../../etc/passwd',
  'C:\\con\\con',
  "1'; DROP TABLE delivery;--",
  '<script>alert(1)</script>',
  '{"__proto__":{"accepted":true}}',
  '{{7*7}}',
  'Ω≈ç√∫˜µ≤≥÷',
  '田中さんにあげて下さい',
  '﷽',
  '\u202etset\u202c',
  '\ufeffKS1/',
  '👩‍👩‍👧‍👦',
  'Z̮̞̠͙͔ͅḀ̗̞͈̻̗',
  '\ud800',
  '-9223372036854775808',
  '1e309',
  'NaN',
  ']',
  ']Q',
  ']Q1',
  ']]]]]]]]',
  'KS1//',
  'KP1:',
  'KE1/',
  'http://[::1]:99999/01/09501101020917',
  '010950110102091\u001d10ABC\u001d',
] as const;

/** Other characters that look like those of a code, and some that do not show at all. */
const ALIKE: Readonly<Record<string, string>> = {
  '0': '０',
  '1': '１',
  '2': '２',
  A: 'А',
  B: 'В',
  C: 'С',
  E: 'Е',
  H: 'Н',
  K: 'К',
  M: 'М',
  P: 'Р',
  T: 'Т',
  X: 'Х',
};
const HIDDEN = ['\u200b', '\u200d', '\u2060', '\ufeff', '\u00ad', '\u200e', '\u0301'] as const;

const lookAlike = (text: string, random: Random): string => {
  const alike = [...text].map((c) => (random() < 0.5 ? (ALIKE[c] ?? c) : c)).join('');
  return alike === text ? hidden(text, random) : alike;
};
const hidden = (text: string, random: Random): string => {
  const at = below(random, text.length + 1);
  return text.slice(0, at) + pick(random, HIDDEN) + text.slice(at);
};
const flip = (bytes: Uint8Array, random: Random): Uint8Array => {
  const copy = bytes.slice();
  const bit = below(random, copy.length * 8);
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
};
const ALL_BYTES = Uint8Array.from({ length: 256 }, (_, byte) => byte);
const SPEEDS = [9_600, 19_200, 38_400, 57_600, 115_200] as const;

/** A customer's QR as packets carry it. */
export const packetOf = (text: string): Uint8Array =>
  ssiPacket(SSI_OPCODE.decodeData, [0x1c, ...latin1(text)], SSI_DECODER);

/** Changes a packet somewhere but in its first three bytes, by which it is known as one. */
const damagedPacket = (text: string, random: Random): Uint8Array => {
  const packet = packetOf(text);
  return joined(packet.subarray(0, 3), flip(packet.subarray(3), random));
};

/**
 * Bytes that hold no whole and intact symbol of this text, though many of them come close. `\r` may
 * stand at their end or not; what comes after them comes after a pause.
 */
export const rubbishOf = (text: string, random: Random): Uint8Array => {
  const end = latin1(pick(random, ['\r', '\n', '\r\n', '\t', '\0', '\x03', '']));
  const part = text.slice(0, below(random, text.length));
  switch (below(random, 14)) {
    case 0:
      return noise(random, below(random, 400));
    case 1:
      return ALL_BYTES;
    case 2:
      return joined(utf8(pick(random, NAUGHTY)), end);
    case 3:
      return joined(utf8(lookAlike(text, random)), end);
    case 4:
      return joined(utf8(hidden(text, random)), end);
    case 5:
      return damagedPacket(text, random);
    case 6:
      return packetOf(text).subarray(0, below(random, text.length + 6));
    case 7:
      // A length that promises more, or less, than there is.
      return joined(
        Uint8Array.of((text.length + 6 + below(random, 254)) & 255),
        packetOf(text).subarray(1),
      );
    case 8:
      return latin1(part);
    case 9:
      return joined(latin1(`]${pick(random, ['Q', 'Q1', 'C1', 'zz', '\x00'])}${part}`), end);
    case 10:
      // An identifier of the maker's own, one letter without a mark.
      return joined(latin1(`${pick(random, ['j', 's', 'w', 'Q', 'd'])}${text}`), end);
    case 11: {
      const sent = pick(random, SPEEDS);
      const heard = pick(
        random,
        SPEEDS.filter((speed) => speed !== sent),
      );
      return heardAt(latin1(`]Q1${text}\r`), sent, heard);
    }
    case 12:
      return new Uint8Array(below(random, 3_000)).fill(below(random, 256));
    default:
      return joined(
        Uint8Array.of(below(random, 256), pick(random, [0xf3, 0xd0, 0xf6]), 0),
        noise(random, 30),
      );
  }
};

/** The bytes in pieces, as an operating system may hand them over. */
export const split = (bytes: Uint8Array, random: Random): readonly Uint8Array[] => {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const most = random() < 0.3 ? 3 : 400;
    const next = Math.min(bytes.length, at + 1 + below(random, most));
    pieces.push(bytes.slice(at, next));
    at = next;
  }
  return pieces;
};
