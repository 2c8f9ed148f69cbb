import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_FRAME_BYTES, makeFramer } from './framing.ts';

const text = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
const bytesOf = (line: string): Uint8Array => Uint8Array.from(line, (c) => c.charCodeAt(0));
const frames = (framer: ReturnType<typeof makeFramer>, ...chunks: Uint8Array[]): string[] =>
  [...chunks.flatMap((chunk) => framer.push(chunk)), ...framer.idle()].map((framed) =>
    framed.type === 'frame' ? text(framed.bytes) : framed.type,
  );

test.each([
  ['CR', '\r'],
  ['LF', '\n'],
  ['CR LF', '\r\n'],
  ['TAB', '\t'],
  ['ETX', '\x03'],
  ['NUL', '\0'],
])('%s ends a frame', (_name, end) => {
  expect(frames(makeFramer(), bytesOf(`one${end}two${end}`))).toEqual(['one', 'two']);
});

test('a line that is quiet ends a frame that has no end', () => {
  expect(frames(makeFramer(), bytesOf('one'))).toEqual(['one']);
});

test('STX before a frame is not part of it', () => {
  expect(frames(makeFramer(), bytesOf('\x02one\x03'))).toEqual(['one']);
});

test('the frames are the same however the bytes are split', () => {
  const stream = fc.uint8Array({ maxLength: 200 });
  fc.assert(
    fc.property(stream, fc.array(fc.nat(200), { maxLength: 10 }), (bytes, cuts) => {
      const whole = frames(makeFramer(), bytes);
      const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort(
        (a, b) => a - b,
      );
      const pieces = places.slice(1).map((place, i) => bytes.subarray(places[i], place));
      expect(frames(makeFramer(), ...pieces)).toEqual(whole);
    }),
  );
});

test('ten megabytes without an end are said once, held never, and spoil nothing after them', () => {
  const framer = makeFramer();
  const noise = new Uint8Array(10_000_000).fill(0x41);
  expect(frames(framer, noise, bytesOf('A\rnext\r'))).toEqual(['overlong', 'next']);
});

test('a frame of exactly the limit is a frame', () => {
  const longest = 'A'.repeat(MAX_FRAME_BYTES);
  expect(frames(makeFramer(), bytesOf(`${longest}\r`))).toEqual([longest]);
  expect(frames(makeFramer(), bytesOf(`${longest}A\r`))).toEqual(['overlong']);
});

test('what was there when the line was cut is not joined to what comes after', () => {
  const framer = makeFramer();
  framer.push(bytesOf('half a fr'));
  framer.reset();
  expect(frames(framer, bytesOf('whole\r'))).toEqual(['whole']);
});
