import { describe, expect, it } from 'vitest';
import { err, ok } from '../../../shared/result.ts';
import { readKey, readVersions, tagOf } from './preconditions.ts';

describe('If-Match', () => {
  it.each([
    { header: '"3"', versions: [3] },
    { header: ' "3" , "12" ', versions: [3, 12] },
    { header: 'W/"3"', versions: [] },
    { header: '"abc"', versions: [] },
    { header: '"0"', versions: [] },
    { header: tagOf(7), versions: [7] },
  ])('names the versions $versions by $header', ({ header, versions }) => {
    expect(readVersions(header)).toEqual(ok(versions));
  });

  it.each([undefined, '', '3', '*', '"3', '"3" "4"', '"3",'])('names none by %j', (header) => {
    expect(readVersions(header)).toEqual(err('version-missing'));
  });
});

describe('Idempotency-Key', () => {
  it.each([
    { header: '"8e03978e-40d5"', key: '8e03978e-40d5' },
    { header: '"a \\"b\\""', key: 'a "b"' },
    { header: '"a"; v=1', key: 'a' },
  ])('is the string $key in $header', ({ header, key }) => {
    expect(readKey(header)).toEqual(ok(key));
  });

  it.each([undefined, '', '""', 'abc', '12', '"a', `"${'x'.repeat(201)}"`, '"ä"'])(
    'is none in %j',
    (header) => {
      expect(readKey(header)).toEqual(err('idempotency-key-missing'));
    },
  );
});
