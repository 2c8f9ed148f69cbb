import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import dictionary from '../../shared/protocol/scan/gs1/syntax-dictionary.json' with {
  type: 'json',
};

type Manifest = {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
};

const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));

/** The folder of the package that a file of node_modules belongs to. */
const packageOf = (root: string, source: string): string | null => {
  const found = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1];
  return found === undefined ? null : path.join(root, 'node_modules', found);
};

/** Packages that were built in: those whose sources the source maps name. */
const builtIn = (root: string): string[] =>
  globSync('out/{main,preload,renderer}/**/*.map', { cwd: root }).flatMap((map) => {
    const { sources } = JSON.parse(readFileSync(path.join(root, map), 'utf8'));
    return (sources as string[])
      .map((source) => packageOf(root, source))
      .filter((one) => one !== null);
  });

/** Packages that are loaded at run time, and theirs. */
const loaded = (root: string, folder: string, seen: Set<string>): void => {
  for (const name of Object.keys(manifestOf(folder).dependencies ?? {})) {
    const found = path.join(root, 'node_modules', name);
    if (seen.has(found) || !existsSync(found)) continue;
    seen.add(found);
    loaded(root, found, seen);
  }
};

const sectionOf = (folder: string): string => {
  const { name, version, license = 'see below' } = manifestOf(folder);
  const texts = globSync(['{LICENSE,LICENCE,COPYING,NOTICE,license}*'], { cwd: folder })
    .sort()
    .map((file) => readFileSync(path.join(folder, file), 'utf8').trim());
  return [`${name} ${version}: ${license}`, ...texts].join('\n\n');
};

/** Data of others that stand among our own sources. */
const dataSection = (root: string): string => {
  const { name, version, licence, notice } = dictionary;
  const text = readFileSync(path.join(root, 'LICENSE'), 'utf8').trim();
  return [`${name} ${version}: ${licence}`, notice, text].join('\n\n');
};

/** Fonts come as style sheets, which have no source maps. */
const FONTS = /^@fontsource-variable\//;

/**
 * Writes the licences of all packages that are in the built app, into `target`. Call it after a
 * build.
 */
export const writeLicences = (root: string, target: string): void => {
  const folders = new Set(builtIn(root));
  loaded(root, root, folders);
  const own = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  for (const name of Object.keys(own.devDependencies)) {
    if (FONTS.test(name)) folders.add(path.join(root, 'node_modules', name));
  }
  const rule = `\n\n${'-'.repeat(80)}\n\n`;
  mkdirSync(path.dirname(target), { recursive: true });
  const sections = [...[...folders].sort().map(sectionOf), dataSection(root)];
  writeFileSync(target, `${sections.join(rule)}\n`);
};
