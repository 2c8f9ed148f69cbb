import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeAuthority, signServer } from '../../central/src/testing/certificates.ts';
import { freePorts } from '../../central/src/testing/postgres-pair.ts';

const root = path.resolve(import.meta.dirname, '..', '..');

/** Five machines of the page on this one: each with folders, ports and a cluster of its own. */
export type Machines = {
  /** What central is called by, through HAProxy. */
  readonly url: string;
  /** The authority of HAProxy's certificate, as PEM. */
  readonly authority: string;
  /** Types commands on a machine, as they stand on the page. Throws with what they said if one fails. */
  readonly type: (machine: string, commands: string) => Promise<string>;
  /** The first key of an operator. */
  readonly token: () => string;
  readonly stop: () => void;
};

const idOf = (flag: '-u' | '-g'): number =>
  Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout);

/** Does what the real one does: starts and stops central and HAProxy, in the background. */
const SYSTEMCTL = `#!/bin/bash
case "$*" in
  "restart haproxy")
    [ ! -f "$RUN/haproxy.pid" ] || kill $(cat "$RUN/haproxy.pid") || true
    haproxy -D -f "$HAPROXY" -p "$RUN/haproxy.pid" ;;
  "enable --now kerbside-central" | "start kerbside-central")
    kerbside-central --config "$ETC/central.toml" </dev/null >>"$RUN/$MACHINE.log" 2>&1 &
    echo $! > "$RUN/$MACHINE.pid" ;;
  "reload kerbside-central")
    kill -HUP "$(cat "$RUN/$MACHINE.pid")" ;;
  "stop kerbside-central")
    kill "$(cat "$RUN/$MACHINE.pid")"
    while kill -0 "$(cat "$RUN/$MACHINE.pid")" 2>/dev/null; do sleep 0.1; done ;;
  *) echo "not known here: $*" >&2; exit 1 ;;
esac
`;

const STAND_INS: Readonly<Record<string, string>> = {
  systemctl: SYSTEMCTL,
  // What it would install is here already, and nobody else is to own the secrets.
  'apt-get': '#!/bin/sh\nexit 0\n',
  chown: '#!/bin/sh\nexit 0\n',
  'kerbside-central': `#!/bin/sh
exec ${root}/node_modules/.bin/node ${root}/central/src/main.ts "$@"
`,
};

export const makeMachines = async (): Promise<Machines> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kerbside-operating-'));
  chmodSync(folder, 0o755);
  const inFolder = (name: string): string => path.join(folder, name);
  mkdirSync(inFolder('bin'));
  for (const [name, text] of Object.entries(STAND_INS)) {
    writeFileSync(inFolder(`bin/${name}`), text, { mode: 0o755 });
  }
  for (const name of ['db1', 'db2', 'app1', 'app2', 'run']) mkdirSync(inFolder(name));
  for (const name of ['db1', 'db2']) chownSync(inFolder(name), idOf('-u'), idOf('-g'));
  const company = makeAuthority('Company CA');
  const { cert, key } = signServer(company, 'localhost');
  writeFileSync(inFolder('kerbside.pem'), cert + key, { mode: 0o600 });
  const [db1, db2, app1, app2, lb, lbDb] = (await freePorts(6)).map(String);
  const here = '127.0.0.1';
  const names: Record<string, string> = {
    ...{ NAME: `localhost:${lb}`, LB: here, NET: `${here}/32` },
    ...{ DB1: here, DB1_PORT: db1 ?? '', DB2: here, DB2_PORT: db2 ?? '' },
    ...{ APP1: here, APP1_PORT: app1 ?? '', APP2: here, APP2_PORT: app2 ?? '' },
    ...{ LB_PORT: lb ?? '', LB_DB_PORT: lbDb ?? '' },
    ...{
      ETC: inFolder('etc'),
      CERTIFICATE: inFolder('kerbside.pem'),
      HAPROXY: inFolder('haproxy.cfg'),
    },
    BACKUP: inFolder('backup'),
    RUN: inFolder('run'),
  };
  const clusterOf = (machine: string): string => `kerbside_${process.pid}_${machine}`;
  const ownOf = (machine: string): Record<string, string> => ({
    MACHINE: machine,
    CLUSTER: clusterOf(machine),
    DB_PORT: (machine === 'db1' ? db1 : db2) ?? '',
    DATA: inFolder(`${machine}/data`),
    // What each machine of one's own has the same.
    PORT: (machine === 'app1' ? app1 : app2) ?? '',
    KERBSIDE_DATA: inFolder(machine),
    KERBSIDE_METRICS_PORT: '0',
  });
  return {
    url: `https://localhost:${lb}`,
    authority: company.pem,
    type: (machine, commands) =>
      new Promise((resolve, reject) => {
        const child = spawn('bash', ['-euo', 'pipefail', '-c', commands], {
          cwd: '/',
          stdio: ['ignore', 'pipe', 'pipe'],
          env: {
            PATH: `${inFolder('bin')}:/usr/sbin:/usr/bin:/sbin:/bin`,
            LC_ALL: 'C.UTF-8',
            ...names,
            ...ownOf(machine),
          },
        });
        let said = '';
        for (const stream of [child.stdout, child.stderr]) {
          stream.on('data', (piece) => {
            said += piece;
          });
        }
        // Not its streams: what it has started holds them.
        child.once('exit', (code) => {
          if (code === 0) resolve(said);
          else reject(new Error(`on ${machine}:\n${commands}\n${said}`));
        });
      }),
    token: () => {
      // Whichever process of central was first has written it.
      const files = ['app1', 'app2'].map((app) => inFolder(`${app}/operator.token`));
      return readFileSync(files.find((file) => existsSync(file)) ?? '', 'utf8').trim();
    },
    stop: () => {
      for (const name of ['app1.pid', 'app2.pid', 'haproxy.pid']) {
        try {
          process.kill(Number(readFileSync(inFolder(`run/${name}`), 'utf8').trim()), 'SIGKILL');
        } catch {
          // It was never started, or has ended.
        }
      }
      for (const machine of ['db1', 'db2']) {
        spawnSync('pg_dropcluster', ['--stop', '15', clusterOf(machine)]);
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
