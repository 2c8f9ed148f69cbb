import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeSigner } from '../../shared/protocol/crypto/keys.ts';
import { readReleaseSource } from './release-source.ts';

const { publicKey } = makeSigner(new Uint8Array(32).fill(7));
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kerbside-app-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const packaged = (kerbside?: object) =>
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ version: '1.2.3', kerbside }));
const on = (platform: NodeJS.Platform, arch: NodeJS.Architecture, env = {}) =>
  readReleaseSource(folder, { platform, arch, env });

test('a build with a release key takes the releases of its system', () => {
  packaged({ releaseKey: publicKey });
  const kind = existsSync('/etc/debian_version') ? 'deb' : 'rpm';
  expect(on('linux', 'x64')).toEqual({
    version: '1.2.3',
    releaseKey: publicKey,
    target: `linux-x64-${kind}`,
  });
  expect(on('win32', 'arm64')?.target).toBe('win32-arm64-exe');
});

test('a build without a release key, or with something else in its place, takes none', () => {
  packaged();
  expect(on('linux', 'x64')).toBeNull();
  packaged({ releaseKey: 'anything' });
  expect(on('linux', 'x64')).toBeNull();
});

test('an AppImage, and a system that there are no packages for, take none', () => {
  packaged({ releaseKey: publicKey });
  expect(on('linux', 'x64', { APPIMAGE: '/home/k/Kerbside.AppImage' })).toBeNull();
  expect(on('linux', 'ia32')).toBeNull();
  expect(on('darwin', 'arm64')).toBeNull();
});
