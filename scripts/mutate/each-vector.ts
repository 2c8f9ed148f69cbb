// Each vector as a test of its own, so that a mutant meets only those that reach it. In `npm test`
// conformance/vectors.test.ts runs the same vectors, a file at a time.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { casesOf } from '../../conformance/cases.ts';

/** Files whose vectors reach none of the four folders, or only by way of others. */
const ELSEWHERE =
  /wycheproof|rfc(5869|8032|9106|9285|9421)|base45|bytes|door|enrolment|identities|manifest|messages|policy|request|scan|signed/;
const COST_IN_TESTS = 8_192;

type Sealing = { function?: string; cost?: { memoryKiB: number; passes: number } };
const inputOf = (vector: unknown): Sealing => (vector as { input?: Sealing }).input ?? {};
/** One vector seals at the standard cost: seconds, where the portable Argon2id must do. */
const isCheap = (vector: unknown): boolean => {
  const { function: name, cost } = inputOf(vector);
  return name !== 'seal-code' || cost === undefined || cost.memoryKiB <= COST_IN_TESTS;
};
/** What is a matter of form alone costs nothing, so it comes first. */
const isOfForm = (vector: unknown): boolean =>
  inputOf(vector).function?.startsWith('read-') === true;

const folder = path.resolve(import.meta.dirname, '..', '..', 'conformance', 'vectors');
const files = readdirSync(folder, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.json') && !ELSEWHERE.test(name))
  .sort()
  .map((name) => ({ name, content: JSON.parse(readFileSync(path.join(folder, name), 'utf8')) }));

for (const ofForm of [true, false]) {
  for (const { name, content } of files) {
    const vectors = Array.isArray(content)
      ? content.filter((vector) => isCheap(vector) && isOfForm(vector) === ofForm)
      : ofForm || content;
    for (const [index, { name: comment, expected, run }] of (casesOf(vectors) ?? []).entries()) {
      test(`${name} ${ofForm ? 'form ' : ''}${index}: ${comment}`, async () => {
        expect(await run()).toEqual(expected);
      });
    }
  }
}
