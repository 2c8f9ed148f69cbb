import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fetchPackage, pinned } from './fetch-package.mjs';
import { root, runAloud } from './process.mjs';
import { SetupError } from './say.mjs';

/**
 * The folder of a Node.js with its C headers: one that is here, else from npm into `temporary`.
 *
 * @param {string} temporary
 * @returns {Promise<string>}
 */
export async function findHeaders(temporary) {
  const inNode = path.join(root, 'node_modules', 'node', 'node_modules');
  const installed = existsSync(inNode)
    ? readdirSync(inNode).map((each) => path.join(inNode, each))
    : [];
  const here = path.dirname(path.dirname(process.execPath));
  const found = [...installed, here, '/usr', '/usr/local'].find((folder) =>
    ['node_api.h', 'common.gypi'].every((file) =>
      existsSync(path.join(folder, 'include', 'node', file)),
    ),
  );
  return found ?? fetchHeaders(temporary);
}

async function fetchHeaders(temporary) {
  const folder = path.join(temporary, 'headers');
  mkdirSync(folder);
  const { package: name, version } = pinned.headers;
  if (name !== `node-${process.platform}-${process.arch}`) {
    throw new SetupError(
      'No C headers of Node.js were found, which compiling SQLite needs.',
      'Install them (package libnode-dev on Debian), and start again.',
    );
  }
  const tarball = await fetchPackage(pinned.headers, folder);
  await runAloud(`Unpacking the headers of Node.js ${version}`, 'tar', [
    '-xzf',
    tarball,
    '-C',
    folder,
    'package/include',
  ]);
  return path.join(folder, 'package');
}
