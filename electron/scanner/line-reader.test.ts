import { expect, test } from 'vitest';
import { makeLineReader } from './line-reader.ts';
import { generic } from './profiles/generic.ts';
import { SSI_DECODER, SSI_OPCODE, ssiPacket } from './ssi-packet.ts';

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));

const open = () => {
  const scans: string[] = [];
  const reader = makeLineReader({
    port: 'line',
    profile: generic,
    search: null,
    onScan: (scan) => scans.push(scan === 'overlong' ? scan : String.fromCharCode(...scan.payload)),
    onReading: () => undefined,
    isWatched: () => false,
    write: () => undefined,
    setSpeed: () => undefined,
  });
  const send = (text: string, at: number) => reader.push(bytesOf(text), at);
  return { reader, send, scans };
};

const CARD = `${['BEGIN:VCARD', 'VERSION:3.0', 'N:Doe', 'FN:K7QD92MX4T', 'END:VCARD'].join('\r\n')}\r\n`;

test.each([`]Q1${CARD}`, CARD])('a symbol of several lines is one scan (D9)', (card) => {
  const { send, scans } = open();
  send(card, 1_000);
  expect(scans).toEqual(['BEGIN:VCARD']);
});

test('so it is where it comes in pieces, without an end, and again at once (D9)', () => {
  const { reader, send, scans } = open();
  for (const at of [1_000, 1_150]) {
    send(`]Q1${CARD}`.slice(0, 20), at);
    send(`]Q1${CARD}`.slice(20, -2), at + 50);
    reader.quiet(at + 110);
  }
  expect(scans).toEqual(['BEGIN:VCARD']);
});

test('scans with a pause between them both count, with and without an identifier (D9)', () => {
  const { send, scans } = open();
  send('JD014600003828392837\r', 1_000);
  send('JD014600003828392838\r', 1_060);
  send(']C0one\r', 1_150);
  send(']C0two\r', 1_210);
  expect(scans).toEqual(['JD014600003828392837', 'JD014600003828392838', 'one', 'two']);
});

test('scans that a busy system hands over as one burst both count (D9)', () => {
  const { send, scans } = open();
  send(']C0one\r]C0two\r', 1_000);
  send('00340123450000000017\rKS1/4F7KQ2/K7QD92MX4T\r', 2_000);
  expect(scans).toEqual(['one', 'two', '00340123450000000017', 'KS1/4F7KQ2/K7QD92MX4T']);
});

test('a line of a symbol that is longer than any is no second answer (D9)', () => {
  const { send, scans } = open();
  send(`]Q1BEGIN:VCARD\r\nPHOTO:${'A'.repeat(1_100)}\r\nEND:VCARD\r\n`, 1_000);
  expect(scans).toEqual(['BEGIN:VCARD']);
});

test('a packet is a symbol of its own, beside another in one burst (D9)', () => {
  const { reader, scans } = open();
  for (const text of ['one', 'two']) {
    reader.push(ssiPacket(SSI_OPCODE.decodeData, [0xee, ...bytesOf(text)], SSI_DECODER), 1_000);
  }
  expect(scans).toEqual(['one', 'two']);
});
