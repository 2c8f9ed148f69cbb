import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeDeb } from './write-deb.ts';

const isDebian = spawnSync('dpkg-deb', ['--version']).status === 0;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'kerbside-deb-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A small package out of files that are made now, with the given mode. */
const makeFrom = (name: string, mode: number): string => {
  const from = path.join(folder, name);
  mkdirSync(path.join(from, 'sub'), { recursive: true });
  writeFileSync(path.join(from, 'program'), '#!/bin/sh\n');
  chmodSync(path.join(from, 'program'), mode);
  writeFileSync(path.join(from, 'sub', 'text'), 'words', { mode: 0o666 });
  const script = path.join(from, 'script');
  writeFileSync(script, '#!/bin/sh\nexit 0\n');
  const target = path.join(folder, `${name}.deb`);
  const about = {
    name: 'kerbside-try',
    version: '1.0',
    architecture: 'all',
    maintainer: 'A <a@b.example>',
    homepage: 'https://k.example',
    section: 'misc',
    priority: 'optional',
    description: `Short\n ${'Longer words. '.repeat(9)}\n\n More.`,
  };
  writeDeb(
    {
      ...about,
      depends: ['libc6'],
      recommends: [],
      afterInstall: script,
      afterRemove: script,
      package: target,
      files: [
        { from: `${from}/`, to: '/opt/Try It' },
        { from: path.join(from, 'sub', 'text'), to: '/usr/share/doc/kerbside/copyright' },
      ],
    },
    { epoch: 1_700_000_000, fast: true },
  );
  return target;
};
const sum = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

test.runIf(isDebian)('the same files make the same package, whoever made them and when', () => {
  expect(sum(makeFrom('a', 0o775))).toBe(sum(makeFrom('b', 0o711)));
});

test.runIf(isDebian)('nothing in a package is setuid, or writable by others than root', () => {
  const { stdout } = spawnSync('dpkg-deb', ['--contents', makeFrom('c', 0o6777)], {
    encoding: 'utf8',
  });
  expect(stdout).toContain('-rwxr-xr-x root/root');
  expect(stdout).toContain('-rw-r--r-- root/root');
  expect(stdout.match(/^[-d]\S*[sStT]\S* /m)).toBeNull();
  expect(stdout.match(/^[-d]....w|^[-d].......w/m)).toBeNull();
});

test.runIf(isDebian)('a description has lines as they are read, and a dot for an empty one', () => {
  const file = makeFrom('d', 0o755);
  const { stdout } = spawnSync('dpkg-deb', ['--field', file, 'Description'], { encoding: 'utf8' });
  const lines = stdout.trimEnd().split('\n');
  expect(lines.every((line) => line.length <= 79)).toBe(true);
  expect(
    lines
      .slice(1, 3)
      .join(' ')
      .match(/Longer\s+words\./g)?.length,
  ).toBe(9);
  expect([lines[0], ...lines.slice(-2)]).toEqual(['Short', ' .', ' More.']);
});

/** The members of an ar archive, by name. */
const membersOf = (file: string): readonly string[] => {
  const bytes = readFileSync(file);
  const names: string[] = [];
  for (let at = 8; at < bytes.length; ) {
    names.push(bytes.toString('latin1', at, at + 16).trim());
    const size = Number(bytes.toString('latin1', at + 48, at + 58).trim());
    at += 60 + size + (size % 2);
  }
  return names;
};
const contentOf = (deb: string, name: string): Buffer => {
  const tar = spawnSync('dpkg-deb', ['--fsys-tarfile', deb], { maxBuffer: 1e8 }).stdout;
  return spawnSync('tar', ['-xO', `./${name}`], { input: tar }).stdout;
};

test.runIf(isDebian)('both of its archives are compressed (A9)', () => {
  const members = membersOf(makeFrom('e', 0o755));
  expect(members[0]).toBe('debian-binary');
  expect(members.slice(1).every((name) => /^(control|data)\.tar\.(gz|xz)$/.test(name))).toBe(true);
});

test.runIf(isDebian)(
  'it has the papers that Debian’s policy asks for, under its own name (A9)',
  () => {
    const file = makeFrom('f', 0o755);
    const changes = contentOf(file, 'usr/share/doc/kerbside-try/changelog.gz');
    expect(gunzipSync(changes).toString()).toMatch(
      /^kerbside-try \(1\.0\) stable; urgency=medium\n\n {2}\* .+\n\n -- A <a@b\.example> {2}Tue, 14 Nov 2023 22:13:20 \+0000\n$/,
    );
    expect(contentOf(file, 'usr/share/doc/kerbside-try/copyright').toString()).toBe('words');
    const overrides = contentOf(file, 'usr/share/lintian/overrides/kerbside-try').toString();
    // Each has a reason before it.
    expect(overrides).toMatch(/^(# .+\nkerbside-try: [a-z-]+\n)+$/);
  },
);
