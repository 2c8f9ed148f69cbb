import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { manifestItem } from '../shared/protocol/api/terminal.ts';
import { entryContent } from '../shared/protocol/log/entry.ts';
import { identifierOf } from '../shared/protocol/scan/gs1/application-identifiers.ts';
import { FUNCTIONS } from './cases.ts';
import { FORMS } from './functions/messages.ts';
import { AUDIT } from './independent/audit.ts';
import { CODES } from './independent/codes.ts';
import { DELIVERY } from './independent/delivery.ts';
import { DETAILS } from './independent/details.ts';
import { DOOR } from './independent/door.ts';
import { OATH } from './independent/oath.ts';
import { PASSES } from './independent/passes.ts';
import { POINTS } from './independent/points.ts';
import { canonical, hChaCha20 } from './independent/primitives.ts';
import { RECORDS } from './independent/records.ts';
import { ROOTS } from './independent/roots.ts';
import { type Vector, type VectorFunction, vector } from './vector.ts';
import { NoVectors, verifyFile } from './verify-file.ts';

const folder = path.resolve(import.meta.dirname, 'vectors');
const files = readdirSync(folder, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.json'))
  .sort();

test.each(files)('the implementation has every vector of %s', async (name) => {
  const { failures, passed } = await verifyFile(path.join(folder, name));
  expect(failures).toEqual([]);
  expect(passed).toBeGreaterThan(0);
});

const ours: Vector[] = files.flatMap((name) => {
  const parsed = z
    .array(vector)
    .safeParse(JSON.parse(readFileSync(path.join(folder, name), 'utf8')));
  return parsed.success ? parsed.data : [];
});

/** These refuse nothing: whatever goes in, something comes out. */
const REFUSES_NOTHING = new Set([
  'argon2id',
  'base45-encode',
  'check-character',
  'ed25519',
  'fingerprint',
  'hash-detail',
  'hkdf-sha256',
  'hotp',
  'labelled',
  'length-prefixed',
  'make-code',
  'ocra-question',
  'public-keys',
  'read-clock',
  'scan-input',
  'seal-code',
  'seal-seed',
  'sign-document',
  'sign-entry',
  'sign-message',
  'sign-presence',
  'sign-request',
  'split-identifier',
  'totp',
  'trusted-time',
  'try-token',
  'wait-after',
]);

const isRefused = ({ expect: { error } }: Vector): boolean => error !== undefined;
/** Which of the names have no vector that is taken, or none that is refused. */
const missing = (names: readonly string[], nameOf: (input: Vector['input']) => unknown) =>
  names.flatMap((name) => {
    const own = ours.filter(({ input }) => nameOf(input) === name);
    const taken = own.some((one) => !isRefused(one)) ? [] : [`${name}: none that is valid`];
    return own.some(isRefused) ? taken : [...taken, `${name}: none that is refused`];
  });

test('every function has a vector that is valid and one that is refused', () => {
  const refusesNothing = [...REFUSES_NOTHING].map((name) => `${name}: none that is refused`);
  expect(missing(Object.keys(FUNCTIONS), (input) => input.function).sort()).toEqual(refusesNothing);
});

const inside = z.object({
  item: z.object({ type: z.string() }).optional().catch(undefined),
  signed: z
    .object({ entry: z.object({ content: z.object({ kind: z.string() }) }) })
    .optional()
    .catch(undefined),
});
test.each([
  ['message', Object.keys(FORMS), (input: Vector['input']) => input['form']],
  [
    'item of the manifest',
    manifestItem.options.map(({ shape }) => shape.type.value),
    (input: Vector['input']) => inside.parse(input).item?.type,
  ],
  [
    'kind of entry',
    entryContent.options.map(({ shape }) => shape.kind.value),
    (input: Vector['input']) =>
      input.function === 'read-entry' ? inside.parse(input).signed?.entry.content.kind : null,
  ],
])('every %s has a vector that is of its form and one that is not', (_what, names, nameOf) => {
  expect(names.length).toBeGreaterThan(0);
  expect(missing(names, nameOf)).toEqual([]);
});

test("the vectors have every identifier of GS1's dictionary, and no other", () => {
  const ofDictionary = Array.from({ length: 10_000 }, (_, n) =>
    [2, 3, 4].map((digits) => `${n}`.padStart(digits, '0')),
  )
    .flat()
    .filter((ai) => identifierOf(ai) !== undefined);
  const inVectors = ours
    .filter((one) => one.input.function === 'application-identifier' && !isRefused(one))
    .map(({ input }) => input['ai']);
  expect(inVectors.sort()).toEqual([...new Set(ofDictionary)].sort());
});

const INDEPENDENT: Readonly<Record<string, VectorFunction>> = {
  ...AUDIT,
  ...CODES,
  ...DELIVERY,
  ...DETAILS,
  ...DOOR,
  ...OATH,
  ...PASSES,
  ...POINTS,
  ...RECORDS,
  ...ROOTS,
};
/**
 * These say what has the form of something; there is nothing to compute, and each vector's outcome
 * was written down by hand. Of the others those that are refused for their form alone.
 */
const BY_HAND = new Set([
  'read-verifier',
  'read-entry',
  'read-policy',
  'read-json',
  'read-message',
  'read-manifest-item',
  'read-manifest-page',
  'read-pass',
  'read-hotp-verifier',
  'read-totp-verifier',
  'read-ocra-verifier',
  'parse-enrolment-code',
  'scan-input',
  'split-identifier',
  'application-identifier',
  'ocra-suite',
  'sign-message',
]);
const isOfForm = ({ comment, expect: { error } }: Vector): boolean =>
  error === 'bad-question' || error === 'bad-input' || comment.includes('rightly signed');

describe('a second implementation, of other libraries, comes to the same', () => {
  const computed = ours.filter((v) => !BY_HAND.has(v.input.function) && !isOfForm(v));
  test.each(computed.map((v) => [v.input.function, v.comment, v] as const))(
    '%s: %s',
    async (name, _comment, { input, expect: expected }) => {
      expect(await INDEPENDENT[name]?.(input)).toEqual(expected);
    },
  );
});

test("the second implementation's own parts are right where nothing else checks them", () => {
  // RFC 8785, section 3.2.2: the example, put down by hand.
  expect(
    canonical({
      numbers: [333333333.3333333, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    }),
  ).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
  // draft-irtf-cfrg-xchacha-03, section 2.2.1.
  const key = Buffer.from(Array.from({ length: 32 }, (_, i) => i));
  const nonce = Buffer.from('000000090000004a0000000031415927', 'hex');
  expect(hChaCha20(key, nonce).toString('hex')).toBe(
    '82413b4227b27bfed30e42508a877d73a0f9e4d58a74a853c12ec41326d3ecdc',
  );
});

test('a vector that is wrong is found, and a file without vectors is no success', async () => {
  const { writeFile, mkdtemp } = await import('node:fs/promises');
  const { tmpdir } = await import('node:os');
  const at = path.join(await mkdtemp(path.join(tmpdir(), 'kerbside-vectors-')), 'file.json');
  const [first] = ours;
  const check = async (content: string) => {
    await writeFile(at, content);
    return verifyFile(at);
  };
  const wrong = { ...first, expect: { code: '0000000001' } };
  expect(await check(JSON.stringify([first, wrong]))).toMatchObject({ passed: 1, failed: 1 });
  const unknown = { comment: '', input: { function: 'toString' }, expect: {} };
  expect(await check(JSON.stringify([unknown]))).toMatchObject({ failed: 1 });
  for (const content of ['[]', '{}', 'nothing', '[{"comment":"no input"}]']) {
    await expect(check(content)).rejects.toBeInstanceOf(NoVectors);
  }
  await expect(verifyFile('no such file')).rejects.toBeInstanceOf(NoVectors);
});
