import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromHex } from '../codec/bytes.ts';
import { type Cbor, encodeCbor } from '../codec/cbor.ts';
import { decodePassPayload, encodePassPayload, pass } from './pass-payload.ts';

const uuid = (first: string) => `${first}f2b8c1e-7d4a-4b6e-9c0f-1a2b3c4d5e6f`;
const id = (first: string) => fromHex(uuid(first).replaceAll('-', ''));
const START = 1_800_000_000;
const says = pass.parse({
  delivery: uuid('6'),
  epoch: 2,
  once: 'AAECAwQFBgcICQoLDA0ODw',
  notBefore: START * 1_000,
  notAfter: (START + 1) * 1_000,
  audience: { kind: 'depot', depot: uuid('4') },
  customer: 'C-10482',
  name: 'Anna Muster',
  address: 'Hauptstr. 12, 10115 Berlin',
  parcels: 2,
});
const items: readonly (readonly [number, Cbor])[] = [
  [1, id('6')],
  [2, 2],
  [3, fromHex('000102030405060708090a0b0c0d0e0f')],
  [4, START],
  [5, START + 1],
  [6, [2, id('4')]],
  [7, 'C-10482'],
  [8, 'Anna Muster'],
  [9, 'Hauptstr. 12, 10115 Berlin'],
  [10, 2],
];
/** The payload with another item under a key. */
const withItem = (key: number, item: Cbor): Uint8Array =>
  encodeCbor(new Map([...items.filter(([other]) => other !== key), [key, item] as const]));

test('a payload is the map of the ten keys that the protocol names, and is read back', () => {
  expect(encodePassPayload(says)).toEqual(encodeCbor(new Map(items)));
  expect(decodePassPayload(encodeCbor(new Map(items)))).toEqual(says);
});

test.each([
  ['a terminal', [0, id('3')], { kind: 'terminal', terminal: uuid('3') }],
  ['a route', [1, id('4'), 'North 4'], { kind: 'route', depot: uuid('4'), route: 'North 4' }],
  ['a depot', [2, id('4')], { kind: 'depot', depot: uuid('4') }],
] as const)('the audience of %s is read', (_name, item, audience) => {
  expect(decodePassPayload(withItem(6, item))?.audience).toEqual(audience);
  expect(encodePassPayload({ ...says, audience } as typeof says)).toEqual(withItem(6, item));
});

test.each<[string, number, Cbor]>([
  ['a delivery as text', 1, uuid('6')],
  ['a delivery as sixteen characters', 1, '0123456789abcdef'],
  ['a delivery of 15 bytes', 1, id('6').subarray(1)],
  ['a delivery of 17 bytes', 1, new Uint8Array([...id('6'), 1])],
  ['a delivery of 17 bytes whose last make a UUID', 1, new Uint8Array([1, ...id('6')])],
  ['a one-time id as text', 3, 'AAECAwQFBgcICQoLDA0ODw'],
  ['a one-time id of 15 bytes', 3, new Uint8Array(15)],
  ['an instant as text', 4, String(START)],
  ['an instant as bytes', 5, new Uint8Array([1])],
  ['an end that is its beginning', 5, START],
  ['an audience that is no list', 6, 7],
  ['an audience as text', 6, '2'],
  ['an audience of nothing', 6, []],
  ['an audience of an unknown kind', 6, [3, id('4')]],
  ['an audience of an unknown kind that looks like a route', 6, [3, id('4'), 'North 4']],
  ['a terminal and more', 6, [0, id('3'), 'North 4']],
  ['a route without its name', 6, [1, id('4')]],
  ['a route and more', 6, [1, id('4'), 'North 4', 1]],
  ['a depot and more', 6, [2, id('4'), 'North 4']],
  ['a depot that is no id', 6, [2, 'North 4']],
  ['a key that nobody knows', 11, 1],
])('%s is no payload', (_name, key, item) => {
  expect(decodePassPayload(withItem(key, item))).toBeNull();
});

test('a payload without one of its keys is none, nor is anything but a map', () => {
  for (const [missing] of items) {
    expect(
      decodePassPayload(encodeCbor(new Map(items.filter(([key]) => key !== missing)))),
    ).toBeNull();
  }
  expect(decodePassPayload(encodeCbor([]))).toBeNull();
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(decodePassPayload(bytes)).toBeNull();
    }),
  );
});
