import { describe, expect, it } from 'vitest';
import { bytesOf, cutPoints, headerOf, readAnswer, readRequest, withBody } from './http-message.ts';

const BODY = '{"entries":[{"n":1},{"n":2}]}';
const bytes = Buffer.from(
  `POST /v1/terminal/entries HTTP/1.1\r\nHost: central\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`,
);

const read = () => {
  const whole = readRequest(bytes);
  if (whole === null) throw new Error('the request is not read');
  return whole.request;
};

describe('a message on the line', () => {
  it('is read when all of it has come, and not before', () => {
    for (let n = 0; n < bytes.length; n++) expect(readRequest(bytes.subarray(0, n))).toBeNull();
    const two = readRequest(Buffer.concat([bytes, bytes.subarray(0, 5)]));
    expect(two?.request).toMatchObject({ start: 'POST /v1/terminal/entries HTTP/1.1' });
    expect(two?.rest).toEqual(bytes.subarray(0, 5));
  });

  it('is the same bytes again', () => {
    expect(bytesOf(read())).toEqual(bytes);
    expect(headerOf(read(), 'host')).toBe('central');
  });

  it('has the length of another body', () => {
    const other = withBody(read(), Buffer.from('{}'));
    expect(headerOf(other, 'content-length')).toBe('2');
    expect(readRequest(bytesOf(other))?.request.body.toString()).toBe('{}');
  });

  it('is no answer, if its end is missing', () => {
    const answer = Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nnull');
    expect(readAnswer(answer)?.body.toString()).toBe('null');
    expect(readAnswer(answer.subarray(0, -1))).toBeNull();
  });
});

describe('the bytes that matter', () => {
  it('are in each part of a message, and never all of it', () => {
    const points = cutPoints(bytes);
    const head = bytes.indexOf('\r\n\r\n') + 4;
    const between = bytes.indexOf('},{') + 1;
    expect(points).toEqual(expect.arrayContaining([0, 1, head - 1, head, between]));
    expect(points.at(-1)).toBe(bytes.length - 1);
  });
});
