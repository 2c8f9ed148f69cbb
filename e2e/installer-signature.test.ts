import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compileInstaller } from '../scripts/packaging/testing/compile-installer.ts';

// Authenticode, as docs/packaging.md says to sign and to check: with certificates of the test's.

let folder: string;
const inFolder = (name: string): string => path.join(folder, name);
const run = (command: string, ...args: readonly string[]): { ok: boolean; said: string } => {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (error !== undefined) throw error;
  return { ok: status === 0, said: `${stdout}${stderr}` };
};
const must = (command: string, ...args: readonly string[]): void => {
  const { ok, said } = run(command, ...args);
  if (!ok) throw new Error(`${command} ${args[0]}: ${said}`);
};

/** A certificate authority, and a certificate for signing programs by it. */
const makeCertificates = (name: string): void => {
  const key = ['-newkey', 'rsa:2048', '-nodes', '-days', '2'];
  const ca = ['-keyout', inFolder(`${name}-ca.key`), '-out', inFolder(`${name}-ca.pem`)];
  must('openssl', 'req', '-x509', ...key, ...ca, '-subj', `/CN=${name} CA`);
  must(
    'openssl',
    ...['req', '-x509', ...key, '-subj', `/CN=${name}`],
    ...['-CA', inFolder(`${name}-ca.pem`), '-CAkey', inFolder(`${name}-ca.key`)],
    ...['-addext', 'basicConstraints=critical,CA:false'],
    ...['-addext', 'keyUsage=critical,digitalSignature', '-addext', 'extendedKeyUsage=codeSigning'],
    ...['-keyout', inFolder(`${name}.key`), '-out', inFolder(`${name}.pem`)],
  );
};
const sign = (by: string, from: string, to: string): void =>
  must(
    'osslsigncode',
    ...['sign', '-h', 'sha256', '-certs', inFolder(`${by}.pem`), '-key', inFolder(`${by}.key`)],
    ...['-n', 'Kerbside', '-in', from, '-out', to],
  );
const verify = (file: string): { ok: boolean; said: string } =>
  run('osslsigncode', 'verify', '-CAfile', inFolder('publisher-ca.pem'), '-in', file);

let unsigned: string;
let signed: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'kerbside-signed-'));
  unsigned = compileInstaller(folder, '1.0.0', { 'Kerbside.exe': 'one' });
  for (const name of ['publisher', 'stranger']) makeCertificates(name);
  signed = inFolder('signed.exe');
  sign('publisher', unsigned, signed);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('an installer that is signed verifies, by the publisher’s authority', () => {
  const { ok, said } = verify(signed);
  expect(ok, said).toBe(true);
  expect(said).toContain('publisher');
});

test.each([0.1, 0.5, 0.9])('one that was altered by a byte does not, wherever: %s', (part) => {
  const bytes = readFileSync(signed);
  const length = readFileSync(unsigned).length;
  const at = Math.floor(length * part);
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  const altered = inFolder(`altered-${part}.exe`);
  writeFileSync(altered, bytes);
  expect(verify(altered).ok).toBe(false);
});

test('one that is not signed, or by a stranger, does not', () => {
  expect(verify(unsigned).ok).toBe(false);
  const other = inFolder('other.exe');
  sign('stranger', unsigned, other);
  expect(verify(other).ok).toBe(false);
});
