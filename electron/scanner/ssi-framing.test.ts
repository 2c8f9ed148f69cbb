import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Framed } from './framing.ts';
import { makeSsiFramer } from './ssi-framing.ts';
import { SSI_DECODER, SSI_OPCODE, ssiChecksum, ssiPacket } from './ssi-packet.ts';

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));
const scanned = (text: string, type = 0x1c, status = 0): Uint8Array =>
  ssiPacket(SSI_OPCODE.decodeData, [type, ...bytesOf(text)], SSI_DECODER, status);
const shown = (framed: Framed): string => {
  if (framed.type === 'frame') return String.fromCharCode(...framed.bytes);
  return framed.type === 'packet' ? (framed.intact ? 'ok' : 'damaged') : framed.type;
};
const read = (...chunks: Uint8Array[]): string[] => {
  const framer = makeSsiFramer();
  return [...chunks.flatMap((chunk) => framer.push(chunk)), ...framer.idle()].map(shown);
};
const joined = (...parts: Uint8Array[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((p) => [...p]));

test('the checksum is the published one: CMD_ACK from the host is 04 D0 04 00 FF 28', () => {
  expect([...ssiPacket(SSI_OPCODE.ack)]).toEqual([0x04, 0xd0, 0x04, 0x00, 0xff, 0x28]);
  expect(ssiChecksum(bytesOf(''))).toBe(0);
});

test("a packet's symbology goes before its data, unless the scanner has put it there", () => {
  expect(read(scanned('K7QD92MX4T'))).toEqual(['ok', ']Q1K7QD92MX4T']);
  expect(read(scanned(']Q1K7QD92MX4T\r\n'))).toEqual(['ok', ']Q1K7QD92MX4T']);
  expect(read(scanned('12345', 0x0f))).toEqual(['ok', ']C112345']);
  expect(read(scanned('12345', 0xee))).toEqual(['ok', '12345']);
});

test.each([
  ['Codabar', 0x02, ']F0'],
  ['Discrete 2 of 5', 0x04, ']S0'],
  ['IATA 2 of 5', 0x05, ']R0'],
  ['Code 93', 0x07, ']G0'],
  ['UPC-A', 0x08, ']E0'],
  ['EAN-8', 0x0a, ']E4'],
  ['Code 11', 0x0c, ']H0'],
  ['MSI', 0x0e, ']M0'],
  ['PDF417', 0x11, ']L0'],
  ['Code 39 with all of ASCII', 0x13, ']A4'],
  ['Trioptic', 0x15, ']X0'],
])('a packet says that its symbol is %s (D8)', (_name, type, aim) => {
  expect(read(scanned('7000000028', type))).toEqual(['ok', `${aim}7000000028`]);
});

test('packets of every length are read, of the lengths too that end a line', () => {
  for (let length = 0; length <= 200; length++) {
    const text = 'A'.repeat(length);
    expect(read(scanned(text))).toEqual(['ok', `]Q1${text}`]);
  }
});

test('lines and packets come over one line, however they are split', () => {
  const stream = joined(
    bytesOf('line one\r\n'),
    scanned('packet'),
    bytesOf('\x02line two\x03'),
    scanned('with\rends\n in it'),
    ssiPacket(SSI_OPCODE.ack, [], SSI_DECODER),
    bytesOf('line three\r'),
  );
  const whole = read(stream);
  expect(whole.filter((one) => one !== 'ok')).toEqual([
    'line one',
    ']Q1packet',
    'line two',
    ']Q1with\rends\n in it',
    'line three',
  ]);
  fc.assert(
    fc.property(fc.array(fc.nat(stream.length), { maxLength: 20 }), (cuts) => {
      const places = [0, ...cuts, stream.length].sort((a, b) => a - b);
      const pieces = places.slice(1).map((place, i) => stream.subarray(places[i], place));
      expect(read(...pieces)).toEqual(whole);
    }),
  );
});

test('a packet with any one bit wrong gives no scan of what was sent', () => {
  const good = scanned('K7QD92MX4T');
  for (let bit = 0; bit < good.length * 8; bit++) {
    const bad = good.slice();
    bad[bit >> 3] = (bad[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(read(bad)).not.toContain(']Q1K7QD92MX4T');
  }
});

test('a packet that is cut short is damaged, and the next is read', () => {
  const framer = makeSsiFramer();
  framer.push(scanned('half of it').subarray(0, 9));
  expect(framer.idle().map(shown)).toEqual(['damaged']);
  expect(framer.push(scanned('whole')).map(shown)).toEqual(['ok', ']Q1whole']);
});

test('a long symbol in several packets is one scan, and its parts are no scan alone', () => {
  const framer = makeSsiFramer();
  expect(framer.push(scanned('first ', 0x1c, 2)).map(shown)).toEqual(['ok']);
  expect(framer.push(scanned('second')).map(shown)).toEqual(['ok', ']Q1first second']);
  framer.push(scanned('left behind', 0x1c, 2));
  framer.idle();
  expect(framer.push(scanned('next')).map(shown)).toEqual(['ok', ']Q1next']);
});
