import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { DebPlan } from './fpm-arguments.ts';

export type DebOptions = {
  /** Seconds since 1970, for everything in the package: the same input makes the same bytes. */
  readonly epoch: number;
  /** Fast and large instead of slow and small. */
  readonly fast: boolean;
};

/**
 * Writes a binary package (deb(5)) with dpkg-deb. Everything in it belongs to root, is writable by
 * root alone, and none of it is setuid; every file has its sum in `md5sums`.
 *
 * @throws if dpkg-deb is not there or fails
 */
export const writeDeb = (plan: DebPlan, { epoch, fast }: DebOptions): void => {
  mkdirSync(path.dirname(plan.package), { recursive: true });
  // Beside the package: on the same disk, and not in memory.
  const stage = mkdtempSync(path.join(path.dirname(plan.package), '.deb-'));
  try {
    for (const { from, to } of plan.files) {
      const target = path.join(stage, documentsOf(plan, to));
      mkdirSync(path.dirname(target), { recursive: true });
      cpSync(from, target, { recursive: true, verbatimSymlinks: true });
    }
    writePapers(plan, stage, epoch);
    const files = tidy(stage, '', epoch);
    const control = path.join(stage, 'DEBIAN');
    mkdirSync(control);
    writeFileSync(path.join(control, 'control'), controlOf(plan, stage, files));
    writeFileSync(path.join(control, 'md5sums'), sumsOf(stage, files));
    cpSync(plan.afterInstall, path.join(control, 'postinst'));
    cpSync(plan.afterRemove, path.join(control, 'postrm'));
    for (const script of ['postinst', 'postrm']) chmodSync(path.join(control, script), 0o755);
    const { conffiles = [] } = plan;
    const settings = conffiles.map((file) => `${file}\n`).join('');
    if (settings !== '') writeFileSync(path.join(control, 'conffiles'), settings, { mode: 0o644 });
    for (const text of ['control', 'md5sums']) chmodSync(path.join(control, text), 0o644);
    for (const name of [...readdirSync(control), '.']) {
      lutimesSync(path.join(control, name), epoch, epoch);
    }
    chmodSync(stage, 0o755);
    lutimesSync(stage, epoch, epoch);
    build(stage, plan.package, { epoch, fast });
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
};

const DOCUMENTS = '/usr/share/doc';

/** A package's documents are in a folder of its name, also those of a package for tests alone. */
const documentsOf = ({ name }: DebPlan, to: string): string =>
  to.replace(/^\/usr\/share\/doc\/[^/]+/, `${DOCUMENTS}/${name}`);

/** What Debian's policy asks for, and Lintian would otherwise call an error. */
const writePapers = (plan: DebPlan, stage: string, epoch: number): void => {
  const { name, version, homepage, maintainer } = plan;
  const date = new Date(epoch * 1_000).toUTCString().replace('GMT', '+0000');
  const changes = `${name} (${version}) stable; urgency=medium\n\n  * What has changed: ${homepage}\n\n -- ${maintainer}  ${date}\n`;
  const documents = path.join(stage, DOCUMENTS, name);
  mkdirSync(documents, { recursive: true });
  writeFileSync(path.join(documents, 'changelog.gz'), gzipSync(changes, { level: 9 }));
  const overrides = path.join(stage, 'usr/share/lintian/overrides');
  mkdirSync(overrides, { recursive: true });
  writeFileSync(path.join(overrides, name), overridesOf(plan));
};

/** What of the app is meant to be as Lintian finds it, each with its reason. */
const OF_THE_APP = [
  ['Not a part of Debian: /opt is where the FHS has software of others.', 'dir-or-file-in-opt'],
  ['Chromium brings its own libraries, with its own security updates.', 'embedded-library'],
  [
    'As their makers built them; the sums that are published are of these files.',
    'unstripped-binary-or-object',
  ],
] as const;

const overridesOf = ({ name, overrides = OF_THE_APP }: DebPlan): string =>
  overrides.map(([reason, tag]) => `# ${reason}\n${name}: ${tag}\n`).join('');

/** Libraries are loaded, not started. */
const LIBRARY = /\.(node|so(\.\d+)*)$/;

/** Sets every mode and time; gives the names of the files. */
const tidy = (stage: string, folder: string, epoch: number): string[] => {
  const files: string[] = [];
  for (const name of readdirSync(path.join(stage, folder)).sort()) {
    const relative = path.join(folder, name);
    const full = path.join(stage, relative);
    const status = lstatSync(full);
    if (status.isDirectory()) {
      files.push(...tidy(stage, relative, epoch));
      chmodSync(full, 0o755);
    } else if (!status.isSymbolicLink()) {
      chmodSync(full, status.mode & 0o111 && !LIBRARY.test(name) ? 0o755 : 0o644);
      files.push(relative);
    }
    lutimesSync(full, epoch, epoch);
  }
  return files;
};

/** A paragraph in lines of at most 78 characters; an empty one stays one line. */
const wrap = (paragraph: string): string[] =>
  paragraph.match(/.{1,78}(?= |$)|^$/g)?.map((line) => line.trim()) ?? [];

const controlOf = (plan: DebPlan, stage: string, files: readonly string[]): string => {
  const bytes = files.reduce((sum, file) => sum + lstatSync(path.join(stage, file)).size, 0);
  const [summary = '', ...longer] = plan.description.split('\n').map((line) => line.trim());
  return `${[
    `Package: ${plan.name}`,
    `Version: ${plan.version}`,
    `Architecture: ${plan.architecture}`,
    `Maintainer: ${plan.maintainer}`,
    `Installed-Size: ${Math.ceil(bytes / 1024)}`,
    ...(plan.depends.length > 0 ? [`Depends: ${plan.depends.join(', ')}`] : []),
    ...(plan.recommends.length > 0 ? [`Recommends: ${plan.recommends.join(', ')}`] : []),
    `Section: ${plan.section}`,
    `Priority: ${plan.priority}`,
    `Homepage: ${plan.homepage}`,
    `Description: ${summary}`,
    ...longer.flatMap(wrap).map((line) => ` ${line === '' ? '.' : line}`),
  ].join('\n')}\n`;
};

const sumsOf = (stage: string, files: readonly string[]): string =>
  files
    .map((file) => {
      const sum = createHash('md5')
        .update(readFileSync(path.join(stage, file)))
        .digest('hex');
      return `${sum}  ${file}\n`;
    })
    .join('');

const build = (stage: string, target: string, { epoch, fast }: DebOptions): void => {
  const compression = fast ? ['-Zgzip', '-z1'] : ['-Zxz'];
  const { status, error, stderr } = spawnSync(
    'dpkg-deb',
    ['--root-owner-group', ...compression, '--build', stage, target],
    { env: { ...process.env, SOURCE_DATE_EPOCH: String(epoch) }, encoding: 'utf8' },
  );
  if (error)
    throw new Error('dpkg-deb is needed to make a deb; it is part of Debian', { cause: error });
  if (status !== 0) throw new Error(`dpkg-deb failed: ${stderr}`);
};
