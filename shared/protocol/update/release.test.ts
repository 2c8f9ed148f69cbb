import fc from 'fast-check';
import { expect, test } from 'vitest';
import { signDocument } from '../api/signed.ts';
import { makeSigner, sha256Of, verifySignature } from '../crypto/keys.ts';
import { isNewer, judgeRelease, type Release, release } from './release.ts';

const key = makeSigner(new Uint8Array(32).fill(7));
const stranger = makeSigner(new Uint8Array(32).fill(8));
const running = { version: '1.2.3', target: 'linux-x64-deb' } as const;
const document = release.parse({
  version: '1.3.0',
  made: 1_800_000_000_000,
  files: [
    {
      target: 'linux-x64-deb',
      name: 'k_1.3.0_amd64.deb',
      bytes: 9,
      sha256: sha256Of(new Uint8Array(9)),
    },
  ],
});
const judge = (given: unknown, signer = key, label: 'release' | 'manifest' = 'release') =>
  judgeRelease(
    signDocument(label, 'release', signer, given),
    running,
    key.publicKey,
    verifySignature,
  );
const change = (changed: Partial<Record<keyof Release, unknown>>) => ({ ...document, ...changed });
const file = document.files[0];

test('a newer release for this system is taken', () => {
  expect(judge(document)).toEqual({ ok: true, value: { version: '1.3.0', file } });
});

test.each([
  ['signed with another key', judge(document, stranger), 'bad-signature'],
  ['signed for another purpose', judge(document, key, 'manifest'), 'bad-signature'],
  ['of the version that runs', judge(change({ version: '1.2.3' })), 'not-newer'],
  ['older in the last number', judge(change({ version: '1.2.2' })), 'not-newer'],
  ['older, though it looks larger as text', judge(change({ version: '1.1.9' })), 'not-newer'],
  [
    'for another system',
    judge(change({ files: [{ ...file, target: 'win32-x64-exe' }] })),
    'not-for-here',
  ],
  [
    'for another processor',
    judge(change({ files: [{ ...file, target: 'linux-arm64-deb' }] })),
    'not-for-here',
  ],
  [
    'with two files for one system',
    judge(change({ files: [file, { ...file, name: 'b' }] })),
    'malformed',
  ],
  ['without a file', judge(change({ files: [] })), 'malformed'],
  ['with a version that is none', judge(change({ version: '1.3' })), 'malformed'],
  ['with a member that nobody knows', judge({ ...document, url: 'x' }), 'malformed'],
])('a release is refused %s', (_name, judged, error) => {
  expect(judged).toEqual({ ok: false, error });
});

test.each(['../x', '/etc/passwd', '.hidden', 'a/b', 'a\\b', 'C:x', '', 'a b', 'x'.repeat(121)])(
  'a file cannot be named %j',
  (name) => {
    expect(judge(change({ files: [{ ...file, name }] }))).toEqual({
      ok: false,
      error: 'malformed',
    });
  },
);

test('a signed release is refused when any of its text is changed', () => {
  const signed = signDocument('release', 'release', key, document);
  const changed = { ...signed, document: change({ version: '9.9.9' }) };
  expect(judgeRelease(changed, running, key.publicKey, verifySignature)).toEqual({
    ok: false,
    error: 'bad-signature',
  });
});

test('of two different versions exactly one is newer, and none is newer than itself', () => {
  const version = fc.tuple(fc.nat(999), fc.nat(999), fc.nat(999)).map((parts) => parts.join('.'));
  fc.assert(
    fc.property(version, version, (a, b) => {
      expect(isNewer(a, a)).toBe(false);
      expect(isNewer(a, b) !== isNewer(b, a)).toBe(a !== b);
    }),
  );
});

test('a release candidate is offered the versions after it alone', () => {
  expect(isNewer('1.3.0', '1.3.0-rc.1')).toBe(false);
  expect(isNewer('1.3.1', '1.3.0-rc.1')).toBe(true);
});
