import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { exampleFile } from '../../central/src/config/example-file.ts';
import { centralFiles } from './central-files.ts';
import { sourceDate } from './make-deb.ts';
import { writeDeb } from './write-deb.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const resources = path.join(root, 'resources', 'packaging', 'central');
const HOME = '/opt/kerbside-central';
const CONFIGURATION = '/etc/kerbside/central.toml';

/** What a service on a machine of its own is set to; the database is for whoever installs it to say. */
const SET = new Set(['data.folder', 'metrics.port']);

const architecture = process.arch === 'x64' ? 'amd64' : process.arch;

/**
 * Makes the deb of the central service: its sources, which Node.js runs as they are, the packages that
 * they need, and a Node.js. `fast`: quickly and large, for tests.
 *
 * @returns the package's path
 */
export const makeCentralDeb = (output: string, fast: boolean): string => {
  const { version, homepage } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const [, maintainer = ''] =
    /maintainer: (.*)/.exec(readFileSync(path.join(root, 'electron-builder.yml'), 'utf8')) ?? [];
  const written = path.join(output, 'central-deb');
  rmSync(written, { recursive: true, force: true });
  mkdirSync(written, { recursive: true });
  const write = (name: string, text: string): string => {
    writeFileSync(path.join(written, name), text);
    return path.join(written, name);
  };
  const target = path.join(output, `kerbside-central_${version}_${architecture}.deb`);
  try {
    writeDeb(
      {
        name: 'kerbside-central',
        version,
        architecture,
        maintainer,
        homepage,
        section: 'net',
        priority: 'optional',
        description:
          "Kerbside's central service\nIssues codes for deliveries, sends them to customers, and proves what drivers' terminals hand in. Needs a PostgreSQL, here or elsewhere.",
        depends: ['libc6 (>= 2.31)', 'libstdc++6', 'passwd'],
        recommends: ['ca-certificates'],
        overrides: [
          [
            'Not a part of Debian: /opt is where the FHS has software of others.',
            'dir-or-file-in-opt',
          ],
          ['Node.js as its makers built it, with its own libraries.', 'embedded-library'],
          ['The same.', 'unstripped-binary-or-object'],
        ],
        conffiles: [CONFIGURATION],
        afterInstall: path.join(resources, 'after-install.sh'),
        afterRemove: path.join(resources, 'after-remove.sh'),
        package: target,
        files: [
          ...centralFiles(root).map((file) => ({
            from: path.join(root, file),
            to: `${HOME}/${file}`,
          })),
          { from: write('package.json', '{ "type": "module" }\n'), to: `${HOME}/package.json` },
          { from: path.join(root, 'node_modules/node/bin/node'), to: `${HOME}/bin/node` },
          { from: path.join(root, 'LICENSE'), to: `${HOME}/LICENSE` },
          ...['kerbside-central', 'kerbside-operator'].map((name) => ({
            from: path.join(resources, name),
            to: `/usr/bin/${name}`,
          })),
          {
            from: path.join(resources, 'kerbside-central.service'),
            to: '/usr/lib/systemd/system/kerbside-central.service',
          },
          {
            from: write(
              'central.toml',
              exampleFile((name) => SET.has(name)),
            ),
            to: CONFIGURATION,
          },
          {
            from: path.join(root, 'resources/central/alerts.yml'),
            to: '/usr/share/doc/kerbside-central/alerts.yml',
          },
          {
            from: path.join(root, 'resources/packaging/central/copyright'),
            to: '/usr/share/doc/kerbside-central/copyright',
          },
        ],
      },
      { epoch: sourceDate(), fast },
    );
  } finally {
    rmSync(written, { recursive: true, force: true });
  }
  return target;
};
