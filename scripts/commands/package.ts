// `npm run package -- [--dir | --deb | --central] [--for-tests] [--json]`: packages the app with
// electron-builder. docs/packaging.md says what is made where.
//   --dir        an unpacked folder instead of installers
//   --deb        a deb for this machine's architecture, with Debian's own tools; no download
//   --for-tests  a build that is marked as such, and that a test can look into
//   --central    instead of the app, the central service as a deb; needs no Electron
// On the Electron out of the npm registry only the last is made, unpacked or as a deb.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from '../build.ts';
import { buildConsole } from '../build-console.ts';
import { buildCustomerPage } from '../build-customer-page.ts';
import { makeCentralDeb } from '../packaging/make-central-deb.ts';
import { makeDeb } from '../packaging/make-deb.ts';
import { writeLicences } from '../packaging/write-licences.ts';

const root = path.resolve(import.meta.dirname, '..', '..');

const { values } = parseArgs({
  options: {
    dir: { type: 'boolean', default: false },
    deb: { type: 'boolean', default: false },
    central: { type: 'boolean', default: false },
    'for-tests': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
process.exitCode = values.central ? await packageCentral(values) : await packageApp(values);

async function packageApp(options: typeof values): Promise<number> {
  const electron = electronToPack();
  const testOnly = electron.isRegistryOnly || options['for-tests'];
  const installers = !options.dir && !options.deb;
  if (testOnly && installers) {
    const why = electron.isRegistryOnly
      ? 'The Electron here comes out of the npm registry; it is for tests and must not be released.'
      : 'A build for tests must not be released.';
    console.error(`${why} Only these are made of it: npm run package -- --dir, or -- --deb`);
    if (electron.isRegistryOnly) {
      console.error(
        'For a release, let ELECTRON_OVERRIDE_DIST_PATH name an Electron as its makers publish it.',
      );
    }
    return 1;
  }
  if (options.deb && process.platform !== 'linux') {
    console.error('A deb is made on Linux, with dpkg-deb.');
    return 1;
  }
  await build();
  writeLicences(root, path.join(root, 'out', 'LICENSES.packages.txt'));
  const output = testOnly ? 'dist/test-only' : 'dist';
  const given = settings(electron, { testOnly, output });
  if (installers) return electronBuilder(asArguments(given));

  const folder = path.join(root, output, unpackedName());
  rmSync(folder, { recursive: true, force: true });
  const code = await electronBuilder(['--dir', ...asArguments(given)]);
  if (code !== 0) return code;
  const executable = path.join(folder, executableName(testOnly));
  if (!existsSync(executable)) throw new Error(`electron-builder did not make ${executable}`);
  const deb = options.deb ? await makeDeb(folder, given, testOnly) : null;
  console.log(
    options.json ? JSON.stringify({ path: folder, executable, deb, testOnly }) : (deb ?? folder),
  );
  return 0;
}

async function packageCentral(options: typeof values): Promise<number> {
  if (process.platform !== 'linux') {
    console.error('A deb is made on Linux, with dpkg-deb.');
    return 1;
  }
  await buildCustomerPage();
  await buildConsole();
  const testOnly = options['for-tests'];
  const deb = makeCentralDeb(path.join(root, testOnly ? 'dist/test-only' : 'dist'), testOnly);
  console.log(options.json ? JSON.stringify({ deb }) : deb);
  return 0;
}

interface ElectronToPack {
  readonly folder: string;
  readonly version: string;
  readonly isRegistryOnly: boolean;
}

/** As the set-up handed it over. */
function electronToPack(): ElectronToPack {
  const { KERBSIDE_ELECTRON, KERBSIDE_ELECTRON_VERSION, KERBSIDE_ELECTRON_KIND } = process.env;
  if (KERBSIDE_ELECTRON === undefined || KERBSIDE_ELECTRON_VERSION === undefined) {
    throw new Error('no Electron was set up; start this command as "npm run package"');
  }
  return {
    folder: path.dirname(KERBSIDE_ELECTRON),
    version: KERBSIDE_ELECTRON_VERSION,
    isRegistryOnly: KERBSIDE_ELECTRON_KIND === 'registry-only',
  };
}

/** What electron-builder.yml cannot know. */
function settings(
  electron: ElectronToPack,
  { testOnly, output }: { testOnly: boolean; output: string },
): Record<string, string> {
  const { productName } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const common = {
    electronDist: electron.folder,
    electronVersion: electron.version,
    'directories.output': output,
  };
  const forTests = {
    productName: `${productName} TEST ONLY`,
    'extraMetadata.productName': `${productName} TEST ONLY`,
    'extraMetadata.kerbside.testOnly': 'true',
    'extraMetadata.desktopName': `${executableName(true)}.desktop`,
    'linux.executableName': executableName(true),
    'extraMetadata.name': executableName(true),
    // Playwright drives the app through the inspector.
    'electronFuses.enableNodeCliInspectArguments': 'true',
  };
  return { ...common, ...releaseKey(), ...(testOnly ? forTests : {}) };
}

/** The public key whose releases the app will take; without one it takes none. */
function releaseKey(): Record<string, string> {
  const key = process.env['KERBSIDE_RELEASE_KEY'];
  if (!key) return {};
  if (!/^[A-Za-z0-9_-]{43}$/.test(key)) {
    throw new Error(
      'KERBSIDE_RELEASE_KEY must be the public key that "release keygen" has printed',
    );
  }
  return { 'extraMetadata.kerbside.releaseKey': key };
}

function asArguments(given: Record<string, string>): string[] {
  return Object.entries(given).map(([name, value]) => `-c.${name}=${value}`);
}

function executableName(testOnly: boolean): string {
  return testOnly ? 'kerbside-test-only' : 'kerbside';
}

function unpackedName(): string {
  const platform = { linux: 'linux', win32: 'win', darwin: 'mac' }[process.platform as string];
  return `${platform}${process.arch === 'x64' ? '' : `-${process.arch}`}-unpacked`;
}

/** Runs electron-builder, everything it says on standard error. */
function electronBuilder(args: string[]): Promise<number> {
  const script = path.join(root, 'node_modules', 'electron-builder', 'cli.js');
  const child = spawn(process.execPath, [script, '--publish', 'never', ...args], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}
