import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A system and processor that packages are made for, in Node.js's words. */
export type Target = {
  readonly system: 'linux' | 'win32';
  readonly processor: 'x64' | 'arm64';
};

/** The modules that every package has, by what only their own path has. */
const WANTED: Readonly<Record<string, RegExp>> = {
  Argon2: /@node-rs\/argon2-/,
  SQLite: /better-sqlite3\//,
  keychain: /keytar\//,
  'serial port': /@serialport\/bindings-cpp\//,
};

/** The package that carries Argon2 for a target: npm installs only the one for its own machine. */
export const argon2PackageFor = ({ system, processor }: Target): string =>
  `@node-rs/argon2-${system}-${processor}-${system === 'win32' ? 'msvc' : 'gnu'}`;

/** e_machine of the ELF specification; Machine of Microsoft's PE format. */
const ELF_PROCESSORS: Readonly<Record<number, Target['processor']>> = { 62: 'x64', 183: 'arm64' };
const PE_PROCESSORS: Readonly<Record<number, Target['processor']>> = {
  34404: 'x64',
  43620: 'arm64',
};
const ELF_MACHINE_AT = 18;
const PE_HEADER_AT = 0x3c;

/**
 * What a native module was made for, as its header says.
 *
 * @param file the module's bytes
 * @returns null if it is neither for Linux nor for Windows, or for another processor
 */
export const targetOf = (file: Buffer): Target | null => {
  if (file.length >= ELF_MACHINE_AT + 2 && file.toString('latin1', 0, 4) === '\x7fELF') {
    const processor = ELF_PROCESSORS[file.readUInt16LE(ELF_MACHINE_AT)];
    return processor === undefined ? null : { system: 'linux', processor };
  }
  if (file.length >= PE_HEADER_AT + 4 && file.toString('latin1', 0, 2) === 'MZ') {
    const header = file.readUInt32LE(PE_HEADER_AT);
    if (header + 6 > file.length || file.toString('latin1', header, header + 4) !== 'PE\0\0') {
      return null;
    }
    const processor = PE_PROCESSORS[file.readUInt16LE(header + 4)];
    return processor === undefined ? null : { system: 'win32', processor };
  }
  return null;
};

const nameOf = (target: Target | null): string =>
  target === null ? 'another system' : `${target.system} ${target.processor}`;

/**
 * What is wrong with the native modules of a package: one that is missing, or that is for another
 * machine.
 *
 * @param folder where the package has its native modules, unpacked
 * @returns one sentence each; none if all is right
 */
export const wrongModules = (folder: string, target: Target): readonly string[] => {
  const found = globSync('**/*.node', { cwd: folder })
    .map((file) => file.replaceAll('\\', '/'))
    .sort();
  const missing = Object.entries(WANTED)
    .filter(([, place]) => !found.some((file) => place.test(file)))
    .map(([name]) => `the module for ${name} is missing`);
  const strange = found.flatMap((file) => {
    const is = nameOf(targetOf(readFileSync(path.join(folder, file))));
    return is === nameOf(target) ? [] : [`${file} is for ${is}`];
  });
  return [...missing, ...strange];
};
