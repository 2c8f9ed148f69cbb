import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  existsSync,
  globSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Display, startDisplay } from './support/display.ts';
import { waitUntil } from './support/wait-until.ts';

// The demo as a person starts it, on a machine without a browser.

const root = path.resolve(import.meta.dirname, '..');

let display: Display;
beforeAll(async () => {
  display = await startDisplay({ width: 1400, height: 1000 });
});
afterAll(() => display.stop());

type Demo = {
  readonly child: ChildProcess;
  readonly folder: string;
  /** The processes that it started and that run, by what they are called. */
  readonly running: () => readonly string[];
  /** Their command lines. */
  readonly lines: () => readonly string[];
  readonly said: () => string;
  readonly ended: Promise<number | null>;
};
let demo: Demo | null = null;
afterEach(async () => {
  demo?.child.kill('SIGTERM');
  await demo?.ended;
  demo = null;
});

const startDemo = (): Demo => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kerbside-demo-test-'));
  const mark = randomUUID();
  const child = spawn(process.execPath, [path.join(root, 'scripts', 'commands', 'demo.ts')], {
    env: { ...process.env, ...display.env, TMPDIR: folder, KERBSIDE_MARK: mark },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  // A process bears the mark it was started with, or works in the demo's folder: PostgreSQL, which
  // is another user's, takes no environment along.
  const isOurs = (pid: string): boolean => {
    try {
      if (readFileSync(`/proc/${pid}/environ`, 'utf8').includes(mark)) return true;
      if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder)) return true;
      return readlinkSync(`/proc/${pid}/cwd`).startsWith(folder);
    } catch {
      return false;
    }
  };
  /** What the system says of each, in the file of that name. */
  const told = (file: 'comm' | 'cmdline') => (): readonly string[] =>
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && isOurs(name))
      .map((pid) => {
        try {
          return readFileSync(`/proc/${pid}/${file}`, 'utf8').trim();
        } catch {
          return '';
        }
      });
  demo = { child, folder, running: told('comm'), lines: told('cmdline'), said: () => said, ended };
  return demo;
};
const guideOf = async ({ said }: Demo): Promise<string> => {
  await waitUntil('the guide', () => /and at (http:\S+)/.test(said()), 120_000);
  return /and at (http:\S+)/.exec(said())?.[1] ?? '';
};

/** Runs in the app's window, as a person's hand. */
const touch = async ({ folder }: Demo, selector: string): Promise<boolean> => {
  const [file = ''] = globSync('kerbside-demo-*/terminal/electron/DevToolsActivePort', {
    cwd: folder,
  });
  const [port] = readFileSync(path.join(folder, file), 'utf8').split('\n');
  const pages = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as {
    webSocketDebuggerUrl: string;
  }[];
  return new Promise((resolve) => {
    const socket = new WebSocket(pages[0]?.webSocketDebuggerUrl ?? '');
    const expression = `(() => { const e = document.querySelector(${JSON.stringify(selector)}); e?.click(); return e !== null; })()`;
    socket.onopen = () =>
      socket.send(
        JSON.stringify({
          id: 1,
          method: 'Runtime.evaluate',
          params: { expression, returnByValue: true },
        }),
      );
    socket.onmessage = ({ data }) => {
      resolve(JSON.parse(String(data)).result.result.value === true);
      socket.close();
    };
  });
};

test('the console opens beside the app, signed in, and others on this machine do not see how', async () => {
  const started = startDemo();
  const guide = await guideOf(started);
  const answer = await fetch(`${guide}console`, { redirect: 'manual' });
  const [cookie = ''] = answer.headers.getSetCookie();
  expect(cookie).toMatch(/^kerbside=[\w-]+; Path=\/; HttpOnly; SameSite=Strict$/);
  const address = new URL(answer.headers.get('location') ?? '');
  expect([address.hostname, address.pathname]).toEqual(['127.0.0.1', '/depot']);
  const me = await fetch(new URL('/v1/me', address), { headers: { cookie } });
  expect(await me.json()).toMatchObject({ name: 'Nadia Brandt' });
  // Its window has a session of its own, with which it hears what changes.
  const sessions = async (): Promise<readonly unknown[]> =>
    (await (await fetch(new URL('/v1/me/sessions', address), { headers: { cookie } })).json())
      .sessions;
  await waitUntil('the window is signed in as well', async () => (await sessions()).length >= 2);
  const lines = started.lines();
  expect(lines.some((line) => line.includes('guide-window.mjs'))).toBe(true);
  const secret = new URL(guide).pathname;
  expect(lines.filter((line) => line.includes(secret))).toEqual([]);
});

/** Imports a file as whoever is signed in to the console. */
const importFile = async (guide: string, file: string): Promise<void> => {
  const opened = await fetch(`${guide}console`, { redirect: 'manual' });
  const address = opened.headers.get('location') ?? '';
  const headers = {
    cookie: opened.headers.getSetCookie()[0]?.split(';')[0] ?? '',
    'sec-fetch-site': 'same-origin',
    'content-type': 'text/csv',
  };
  const { depots } = await (await fetch(new URL('/v1/depots', address), { headers })).json();
  const path = `/v1/depots/${depots[0].id}/deliveries`;
  const taken = await fetch(new URL(path, address), { method: 'POST', headers, body: file });
  expect(taken.status).toBe(201);
};

test('the guide leads through the demo, waits for the app, and says what cannot be scanned now', async () => {
  const started = startDemo();
  const url = await guideOf(started);
  const send = async (body: object): Promise<string> => {
    const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
    return answer.text();
  };
  const done = async (): Promise<number> =>
    ((await (await fetch(`${url}state`)).json()) as { done: number }).done;
  const scanned = (body: object) =>
    waitUntil('it is scanned', async () => (await send(body)) === 'Scanned.', 30_000);
  const isAt = (step: number) =>
    waitUntil(`step ${step} is done`, async () => (await done()) >= step, 60_000);
  const touches = (selector: string) =>
    waitUntil(`there is ${selector}`, () => touch(started, selector), 30_000);

  await waitUntil(
    'the app is set up',
    async () => /not enrolled yet/.test(await send({ step: 3 })),
    60_000,
  );
  expect(await done()).toBe(0);
  await scanned({ step: 0 });
  await isAt(1);
  const file = await (await fetch(`${url}today.csv`)).text();
  await importFile(url, file);
  await isAt(2);
  expect(await send({ step: 0 })).toBe('The device is enrolled already.');
  await waitUntil(
    'it says what to touch',
    async () => /in its dock/.test(await send({ step: 3 })),
    120_000,
  );
  /** Touches the dock's button until it counts: right after a change a touch was meant for what was there. */
  const leavesDock = () =>
    waitUntil(
      'the route',
      async () => {
        await touch(started, 'main.dock .big-button');
        return touch(started, 'main.route');
      },
      60_000,
    );
  await leavesDock();
  await touches('main.route .route-dock');
  await isAt(3);
  await leavesDock();
  await waitUntil(
    'no stop is open',
    async () => (await send({ step: 9 })) === 'No stop is open: scan its parcel first.',
  );
  await scanned({ step: 3 });
  await isAt(4);
  await scanned({ step: 4 });
  await isAt(5);
  await waitUntil('it is said', async () => /still shows its answer/.test(await send({ step: 5 })));
  /** Touches what stands there until it is gone; some of it goes by itself. */
  const next = () =>
    waitUntil('no verdict', async () => {
      await touch(started, 'main.verdict .big-button');
      return (await touch(started, 'main.route')) || (await touch(started, 'main.door'));
    });
  await next();
  // Sooner than ten seconds it is the same event; and no hand is as quick as a loop.
  let shown = performance.now();
  await waitUntil(
    'step 6 is done',
    async () => {
      if (performance.now() - shown > 3_000) {
        shown = performance.now();
        await send({ step: 5 });
      }
      return (await done()) >= 6;
    },
    60_000,
  );
  await next();
  await scanned({ step: 6 });
  await isAt(7);
  await scanned({ step: 7 });
  await isAt(8);
  await next();
  await scanned({ step: 8 });
  await isAt(9);
  await next();
  await scanned({ step: 9 });
  await isAt(10);
  await next();
  await touch(started, 'main.door .door-back');
  await touches('main.route .route-dock');
  await isAt(11);
  const happened = await (await fetch(`${url}happened`)).text();
  expect(happened.match(/<td>yes<\/td>/g)?.length).toBe(2);
});

test.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
  ['SIGHUP', 129],
] as const)('%s ends the demo and everything that it started', async (signal, code) => {
  const started = startDemo();
  await guideOf(started);
  await waitUntil(
    'all of it runs',
    () =>
      ['postgres', 'socat', 'gnome-keyring-d', 'dbus-daemon', 'electron'].every((name) =>
        started.running().some((found) => found.startsWith(name)),
      ),
    120_000,
  );
  started.child.kill(signal);
  expect(await started.ended).toBe(code);
  await waitUntil('nothing of it runs', () => started.running().length === 0);
  expect(readdirSync(started.folder)).toEqual([]);
});

test('a signal while it starts ends it as well', async () => {
  const started = startDemo();
  await waitUntil('PostgreSQL runs', () => started.running().includes('postgres'), 60_000);
  started.child.kill('SIGTERM');
  expect(await started.ended).toBe(143);
  await waitUntil('nothing of it runs', () => started.running().length === 0);
});

test('closing the guide ends the demo and everything that it started', async () => {
  const started = startDemo();
  await guideOf(started);
  const isGuide = (pid: string): boolean => {
    const file = `/proc/${pid}/cmdline`;
    const line = existsSync(file) ? readFileSync(file, 'utf8') : '';
    return line.includes('guide-window.mjs') && line.includes(started.folder);
  };
  const guide = () => readdirSync('/proc').find((name) => /^\d+$/.test(name) && isGuide(name));
  await waitUntil('the guide’s window', () => guide() !== undefined);
  process.kill(Number(guide()), 'SIGTERM');
  expect(await started.ended).toBe(0);
  await waitUntil('nothing of it runs', () => started.running().length === 0);
});
