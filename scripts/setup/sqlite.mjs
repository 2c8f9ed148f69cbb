import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder, store } from './cache.mjs';
import { findHeaders } from './node-headers.mjs';
import { ask, environment, node24, root, runAloud } from './process.mjs';
import { SetupError, say } from './say.mjs';

const header = fileURLToPath(new URL('./node-api-9.h', import.meta.url));
const packageFolder = path.join(root, 'node_modules', 'better-sqlite3');

/** Where the app looks for it on a runtime with Node-API 9. */
const sqliteForNodeApi9 = path.join(root, 'out', 'native', 'better_sqlite3.napi9.node');

/**
 * The SQLite that npm installs needs Node-API 10. For an older Electron the same source is
 * compiled once, with node-api-9.h in front, and put where the app looks for it.
 *
 * @param {import('./electron.mjs').FoundElectron} electron
 */
export async function ensureSqlite(electron) {
  if (electron.napi >= 10) return;
  if (electron.napi < 9 || process.platform !== 'linux') {
    throw new SetupError(
      `Electron ${electron.version} offers Node-API ${electron.napi}, which SQLite cannot be compiled for here.`,
      'Use an Electron of version 36 or later.',
    );
  }
  const compiled = compiledFor(electron);
  if (!existsSync(compiled)) {
    await compile(electron);
  } else if (isSame(compiled, sqliteForNodeApi9)) {
    return;
  }
  mkdirSync(path.dirname(sqliteForNodeApi9), { recursive: true });
  copyFileSync(compiled, `${sqliteForNodeApi9}.new`);
  renameSync(`${sqliteForNodeApi9}.new`, sqliteForNodeApi9);
  verify(electron);
}

/** Whether the one that the Electron of the npm registry needs, with its Node-API 9, is there. */
export const isSqliteCompiled = () => existsSync(compiledFor({ napi: 9 }));

const compiledFor = (electron) => path.join(cacheFolder(), entry(electron), 'better_sqlite3.node');

/** Its name in the cache: everything that would make another binary is in it. */
function entry({ napi }) {
  const { version } = JSON.parse(readFileSync(path.join(packageFolder, 'package.json'), 'utf8'));
  const shim = createHash('sha256').update(readFileSync(header)).digest('hex').slice(0, 8);
  return path.join('sqlite', `${version}-napi${napi}-${process.platform}-${process.arch}-${shim}`);
}

async function compile(electron) {
  await store(entry(electron), async (temporary) => {
    const source = path.join(temporary, 'source');
    // Without its prebuilt binaries, of which the build would find one and be content.
    const prebuilds = path.join(packageFolder, 'prebuilds');
    cpSync(packageFolder, source, { recursive: true, filter: (from) => from !== prebuilds });
    const addonApi = path.join('node_modules', 'node-addon-api');
    cpSync(path.join(root, addonApi), path.join(source, addonApi), { recursive: true });
    copyFileSync(header, path.join(source, 'node-api-9.h'));

    const { code, output } = await runAloud(
      `Compiling SQLite for Electron ${electron.version} (about a minute, once)`,
      node24,
      [
        path.join(root, 'node_modules', 'node-gyp', 'bin', 'node-gyp.js'),
        'rebuild',
        '--release',
        '--force_build=1',
        '--jobs=max',
        `--nodedir=${await findHeaders(temporary)}`,
      ],
      // The compiler runs in the folder `build`.
      {
        cwd: source,
        // What npm was told of headers goes before what stands on the command line: these are ours.
        env: environment({ CXXFLAGS: '-include ../node-api-9.h', npm_config_nodedir: undefined }),
        detail: () => '',
      },
    );
    const made = path.join(source, 'build', 'Release', 'better_sqlite3.node');
    if (code !== 0 || !existsSync(made)) {
      say(output);
      throw new SetupError(
        'SQLite could not be compiled; the compiler’s words stand above.',
        'Install what it misses ("sudo apt-get install g++ make python3" on Debian), and start again.',
      );
    }
    ask('strip', ['--strip-unneeded', made]);
    const done = path.join(temporary, 'done');
    mkdirSync(done);
    copyFileSync(made, path.join(done, 'better_sqlite3.node'));
    return done;
  });
}

/** Opens an encrypted database with it, in the very Electron that will. */
function verify(electron) {
  const script = fileURLToPath(new URL('./check-sqlite.cjs', import.meta.url));
  const { code, stderr } = ask(electron.executable, [script, packageFolder, sqliteForNodeApi9], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  if (code === 0) return;
  say(stderr);
  throw new SetupError(
    `The compiled SQLite does not work in Electron ${electron.version}; the reason stands above.`,
    `Delete ${path.join(cacheFolder(), 'sqlite')} and start again, so that it is compiled anew.`,
  );
}

function isSame(one, other) {
  return existsSync(other) && readFileSync(one).equals(readFileSync(other));
}
