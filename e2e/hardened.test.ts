import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BrowserWindow } from 'electron';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OWN_SWITCHES } from '../electron/main/refuse-driven.ts';
import { type SeededCustomers, seedProfile } from '../faults/support/seeded-profile.ts';
import { electronExecutable, type RunningApp, startApp } from './support/app.ts';
import { type Display, startDisplay } from './support/display.ts';
import { startOwned } from './support/owned-process.ts';
import { type PrivateKeyring, startPrivateKeyring } from './support/private-keyring.ts';
import { openPtyPair, type PtyPair } from './support/pty.ts';
import { waitUntil } from './support/wait-until.ts';

// One real app on a profile with a route, in which everything is tried that a window must not get;
// then its processes are killed one after the other.

const root = path.resolve(import.meta.dirname, '..');

let display: Display;
let keyring: PrivateKeyring;
let line: PtyPair;
let profile: string;
let customers: SeededCustomers;
let app: RunningApp;
beforeAll(async () => {
  profile = mkdtempSync(path.join(tmpdir(), 'kerbside-hardened-'));
  keyring = await startPrivateKeyring();
  [display, line, customers] = await Promise.all([
    startDisplay({ width: 1400, height: 1000 }),
    openPtyPair(path.join(profile, 'line')),
    seedProfile(profile, keyring, { sealed: 4, more: 0 }),
  ]);
  const env = { ...keyring.env, ...display.env };
  app = await startApp({ profile, scanner: line.terminalEnd, env });
  await app.page.locator('main.route').waitFor();
  await app.page.locator('[data-scanner="connected"]').first().waitFor();
});
afterAll(async () => {
  await app?.close();
  await line?.stop();
  await display?.stop();
  await keyring?.stop();
});

/**
 * Runs in the page with a touch, as a script that somebody brought into it would: the name of the
 * error with which it fails, or what it gives.
 */
const outcome = (code: string): Promise<string> =>
  app.electron.evaluate(
    ({ BrowserWindow }, script) =>
      BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(script, true),
    `(async () => (${code}))().then((value) => 'gave ' + JSON.stringify(value), (e) => e.name)`,
  );
/** Whether the page has such an element; false while there is no page to ask. */
const shows = (selector: string): Promise<boolean> =>
  Promise.race([
    outcome(`document.querySelector(${JSON.stringify(selector)}) !== null`).then(
      (said) => said === 'gave true',
      () => false,
    ),
    // A page that crashes while it is asked never answers.
    new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 1_000)),
  ]);
const REFUSED = /^(NotAllowedError|SecurityError|NotFoundError|NotSupportedError|AbortError)$/;

test.each([
  ['camera', 'navigator.mediaDevices.getUserMedia({ video: true })'],
  ['microphone', 'navigator.mediaDevices.getUserMedia({ audio: true })'],
  ['screen', 'navigator.mediaDevices.getDisplayMedia({ video: true })'],
  ['serial port', 'navigator.serial.requestPort()'],
  ['USB device', 'navigator.usb.requestDevice({ filters: [] })'],
  [
    'Bluetooth device',
    'navigator.bluetooth ? navigator.bluetooth.requestDevice({ acceptAllDevices: true }) : Promise.reject(new DOMException("", "NotFoundError"))',
  ],
  ['MIDI device', 'navigator.requestMIDIAccess({ sysex: true })'],
  ['clipboard', 'navigator.clipboard.readText()'],
  [
    'place',
    'new Promise((_, no) => navigator.geolocation.getCurrentPosition(no, () => no(new DOMException("", "NotAllowedError"))))',
  ],
  [
    'fonts of the machine',
    'queryLocalFonts().then((all) => { if (all.length === 0) throw new DOMException("", "NotAllowedError") })',
  ],
])('the window gets no %s', async (_what, code) => {
  expect(await outcome(code)).toMatch(REFUSED);
});

test('it gets no HID device', async () => {
  expect(await outcome('navigator.hid.requestDevice({ filters: [] })')).toMatch(
    /^gave \[\]$|^NotAllowedError$|^SecurityError$/,
  );
});

test('it may not notify, and every permission that can be asked for is denied', async () => {
  expect(await outcome('Notification.requestPermission()')).toBe('gave "denied"');
  const names = [
    'camera',
    'microphone',
    'geolocation',
    'notifications',
    'midi',
    'clipboard-read',
    'clipboard-write',
    'persistent-storage',
    'idle-detection',
    'local-fonts',
    'storage-access',
  ];
  const states = `Promise.all(${JSON.stringify(names)}.map((name) => navigator.permissions.query({ name }).then(({ state }) => state, () => 'unknown')))`;
  const found: string[] = JSON.parse((await outcome(states)).replace('gave ', ''));
  expect(found.filter((state) => state !== 'denied' && state !== 'unknown')).toEqual([]);
  expect(found.filter((state) => state === 'denied').length).toBeGreaterThan(5);
});

/** Where every frame of every page is, as it says itself. */
const places = () =>
  app.electron.evaluate(async ({ webContents }) => {
    const frames = webContents.getAllWebContents().flatMap((c) => c.mainFrame.framesInSubtree);
    return Promise.all(
      frames.map((frame) => frame.executeJavaScript('location.href') as Promise<string>),
    );
  });

test.each([
  ['by a link', 'Object.assign(document.createElement("a"), { href: TARGET }).click()'],
  ['by script', 'location.href = TARGET'],
  ['by a form', 'add("form", { action: TARGET }).submit()'],
  ['in a new window', 'window.open(TARGET)'],
  ['in a new window by a link', 'add("a", { href: TARGET, target: "_blank" }).click()'],
  ['in a frame', 'add("iframe", { src: TARGET })'],
  ['in a webview', 'add("webview", { src: TARGET })'],
])('the window goes nowhere %s', async (_how, code) => {
  const targets = ['https://example.com/', 'file:///etc/passwd', 'data:text/html,x'];
  targets.push('app://kerbside/stopped.html');
  const add =
    'const add = (name, of) => document.body.appendChild(Object.assign(document.createElement(name), of));';
  for (const target of targets) {
    await outcome(`(() => { ${add} ${code.replace('TARGET', JSON.stringify(target))} })()`);
  }
  // A frame that is refused shows Chromium's own empty page; nothing else is anywhere.
  await waitUntil('nothing is on its way', async () => !(await isLoading()));
  const allowed = ['app://kerbside/index.html', 'about:blank', 'chrome-error://chromewebdata/'];
  expect((await places()).filter((url) => !allowed.includes(url))).toEqual([]);
  expect((await places())[0]).toBe('app://kerbside/index.html');
  await outcome(
    'document.querySelectorAll("iframe, webview, body > form, body > a").forEach((each) => each.remove())',
  );
  expect(await shows('main.route')).toBe(true);
});
const isLoading = () =>
  app.electron.evaluate(({ webContents }) =>
    webContents.getAllWebContents().some((contents) => contents.isLoading()),
  );

test('nothing is downloaded', async () => {
  await app.electron.evaluate(({ session }) => {
    const seen: string[] = [];
    Object.assign(globalThis, { downloads: seen });
    session.defaultSession.on('will-download', (event, item) =>
      seen.push(`${event.defaultPrevented} ${item.getState()}`),
    );
  });
  await outcome(
    'Object.assign(document.createElement("a"), { href: URL.createObjectURL(new Blob(["x"])), download: "x" }).click()',
  );
  const downloads = () =>
    app.electron.evaluate(() => (globalThis as unknown as { downloads: string[] }).downloads);
  await waitUntil('the download is decided', async () => (await downloads()).length > 0);
  expect((await downloads()).every((each) => each.startsWith('true'))).toBe(true);
});

/** A file of the app's, from the folder that is served, of a kind that would be. */
const BESIDE = ['..', '..', 'resources', 'packaging', 'icons', '48x48.png'];

test('there is something beside the page to reach for', () => {
  const served = path.join(import.meta.dirname, '..', 'out', 'renderer');
  expect(existsSync(path.join(served, ...BESIDE))).toBe(true);
});

test.each([
  `app://kerbside/${BESIDE.join('/')}`,
  `app://kerbside/${BESIDE.join('%2f')}`,
  `app://kerbside/${BESIDE.join('%5c')}`,
  `app://kerbside/${BESIDE.join('/').replaceAll('.', '%2e')}`,
  `app://kerbside/assets/..%2f${BESIDE.join('/')}`,
  `app://kerbside/${BESIDE.join('/').replaceAll('..', '%252e%252e')}`,
  `app://kerbside/%00/../${BESIDE.join('/')}`,
  'app://kerbside//etc/passwd',
  'app://kerbside/%00/../../resources/ZZ',
  'app://kerbside/%E0%A4%A',
  'app://elsewhere/index.html',
  'app://kerbside.elsewhere/index.html',
])('%s is nowhere', async (url) => {
  const status = await app.electron.evaluate(
    ({ net }, asked) =>
      net.fetch(asked).then(
        (a) => a.status,
        () => 'refused',
      ),
    url,
  );
  expect([404, 'refused']).toContain(status);
});

test('nothing reaches the network, by a name, an address, or WebRTC', async () => {
  const there = await startOwned(process.execPath, [
    '-e',
    `const s = require('node:http').createServer((_q, a) => { console.log('ASKED'); a.end('x') });
     s.listen(0, '127.0.0.1', () => console.log('at ' + s.address().port));`,
  ]);
  let said = '';
  there.child.stdout?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await waitUntil('the server listens', () => said.includes('at '));
  const host = `127.0.0.1:${/at (\d+)/.exec(said)?.[1]}`;
  const ways = [
    `fetch('http://${host}/')`,
    `fetch('http://${host}/', { mode: 'no-cors' })`,
    `new Promise((yes, no) => Object.assign(new Image(), { src: 'http://${host}/', onload: yes, onerror: () => no(new TypeError()) }))`,
    `new Promise((yes, no) => Object.assign(new WebSocket('ws://${host}/'), { onopen: yes, onerror: () => no(new TypeError()) }))`,
    `new Promise((yes, no) => { const e = new EventSource('http://${host}/'); e.onopen = yes; e.onerror = () => no(new TypeError()) })`,
  ];
  for (const way of ways) expect(await outcome(way)).toMatch(/^(TypeError|SecurityError)$/);
  await outcome(`navigator.sendBeacon('http://${host}/', 'x')`);
  // From the main process' side of Chromium, where no policy of a page is in the way.
  const loaded = await app.electron.evaluate(
    ({ session }, url) =>
      session.defaultSession.fetch(url).then(
        () => 'loaded',
        (error: Error) => error.message,
      ),
    `http://${host}/`,
  );
  expect(loaded).toContain('ERR_BLOCKED_BY_CLIENT');
  const candidates = await outcome(`(async () => {
    const peer = new RTCPeerConnection({ iceServers: [{ urls: 'turn:${host}?transport=tcp', username: 'x', credential: 'x' }] });
    const found = [];
    peer.onicecandidate = ({ candidate }) => { if (candidate?.candidate) found.push(candidate.candidate) };
    peer.createDataChannel('x');
    await peer.setLocalDescription(await peer.createOffer());
    await new Promise((done) => { peer.onicegatheringstatechange = () => peer.iceGatheringState === 'complete' && done() });
    peer.close();
    return found;
  })()`);
  expect(candidates).toMatch(/^gave \[\]$|Error$/);
  expect(said).not.toContain('ASKED');
  await there.stop();
});

test('the page is under a policy that allows its own files and nothing else', async () => {
  const policy = await app.electron.evaluate(({ net }) =>
    net.fetch('app://kerbside/index.html').then((a) => a.headers.get('content-security-policy')),
  );
  expect(policy?.split('; ')).toEqual([
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self'",
    "media-src 'self'",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
    "webrtc 'block'",
  ]);
  for (const code of [
    'document.body.innerHTML = "<b>x</b>"',
    'setTimeout("1", 0)',
    'document.body.appendChild(document.createElement("script")).text = "1"',
  ]) {
    expect(await outcome(code)).toBe('TypeError');
  }
});

test('the page holds no library that parses: all that it could send is parsed by who gets it', () => {
  const folder = path.join(import.meta.dirname, '..', 'out', 'renderer', 'assets');
  const scripts = readdirSync(folder).filter((file) => file.endsWith('.js'));
  expect(scripts.length).toBeGreaterThan(0);
  for (const file of scripts) {
    expect(readFileSync(path.join(folder, file), 'utf8').includes('ZodError'), file).toBe(false);
  }
  // The main process, built alike, holds one.
  const main = path.join(folder, '..', '..', 'main');
  const modules = readdirSync(main).filter((file) => file.endsWith('.cjs'));
  const holding = modules.filter((file) =>
    readFileSync(path.join(main, file), 'utf8').includes('ZodError'),
  );
  expect(holding).not.toEqual([]);
});

test('the running window is sandboxed, isolated, without Node.js and without developer tools', async () => {
  const found = await app.electron.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows() as [BrowserWindow];
    const { webContents } = window;
    const preferences = (
      webContents as unknown as { getLastWebPreferences: () => Record<string, unknown> }
    ).getLastWebPreferences();
    webContents.openDevTools();
    const opened = webContents.isDevToolsOpened() || webContents.devToolsWebContents !== null;
    const { session } = webContents;
    return { preferences, opened, spells: session.isSpellCheckerEnabled() };
  });
  expect(found.preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    enableBlinkFeatures: '',
    disableDialogs: true,
  });
  expect(found.opened).toBe(false);
  expect(found.spells).toBe(false);
  const names = ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer'];
  const globals = `${JSON.stringify(names)}.filter((name) => name in window)`;
  expect(await outcome(globals)).toBe('gave []');
  expect(await outcome('Object.keys(kerbside).sort()')).toBe('gave ["ask","onView"]');
});

test('a crash leaves nothing of the memory behind, and nothing is sent anywhere', async () => {
  const found = await app.electron.evaluate(({ crashReporter }) => ({
    uploads: crashReporter.getUploadedReports().length,
    pid: process.pid,
  }));
  expect(found.uploads).toBe(0);
  expect(readFileSync(`/proc/${found.pid}/coredump_filter`, 'utf8').trim()).toBe('00000000');
});

/** Electron by another name, which is how it knows that it is packaged. */
const packagedElectron = (): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kerbside-release-'));
  const dist = path.dirname(electronExecutable());
  const executable = path.join(folder, 'kerbside');
  for (const each of readdirSync(dist)) {
    if (each !== path.basename(electronExecutable())) {
      symlinkSync(path.join(dist, each), path.join(folder, each));
    }
  }
  try {
    linkSync(electronExecutable(), executable);
  } catch {
    copyFileSync(electronExecutable(), executable);
  }
  return executable;
};

test('a release is not started with a switch that lets another program drive it', async () => {
  const executable = packagedElectron();
  const env = {
    ...process.env,
    ...keyring.env,
    ...display.env,
    KERBSIDE_PROFILE: mkdtempSync(path.join(tmpdir(), 'kerbside-refused-')),
  };
  const refuses = async (given: string): Promise<void> => {
    const started = await startOwned(executable, [given, '--no-sandbox', root], { env });
    await started.ended;
    expect(started.child.exitCode).toBe(1);
    expect(started.errors()).toContain(`because of ${given.split('=')[0]}:`);
    expect(started.errors()).not.toContain('listening on');
  };
  await Promise.all([refuses('--remote-debugging-port=0'), refuses('--remote-debugging-pipe')]);
  expect(readdirSync(env.KERBSIDE_PROFILE)).toEqual(['logs']);
});

test.each(Object.values(OWN_SWITCHES))(
  'a release starts with --%s, as its documents say (A3)',
  async (name) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'kerbside-own-'));
    const env = {
      ...process.env,
      ...keyring.env,
      ...display.env,
      KERBSIDE_PROFILE: folder,
      // The tests may run as root, for whom Chromium has no sandbox; the switch would be refused.
      ELECTRON_DISABLE_SANDBOX: '1',
    };
    const started = await startOwned(packagedElectron(), [`--${name}`, root], { env });
    const log = path.join(folder, 'logs', 'kerbside.log');
    const says = (event: string) =>
      existsSync(log) && readFileSync(log, 'utf8').includes(`"event":"${event}"`);
    try {
      await waitUntil('it has started', () => says('start'), 30_000).catch((error: Error) => {
        const { exitCode } = started.child;
        throw new Error(`${error.message}; exit code ${exitCode}: ${started.errors()}`);
      });
      await waitUntil(
        'its store is there',
        () => existsSync(path.join(folder, 'store.db')),
        30_000,
      );
      expect(says('start-refused')).toBe(false);
    } finally {
      await started.stop();
    }
  },
);

test('a second app on the same profile ends by itself, and the first one goes on', async () => {
  const args = ['--no-sandbox', root];
  const env = { ...process.env, ...keyring.env, ...display.env, KERBSIDE_PROFILE: profile };
  const second = await startOwned(electronExecutable(), args, { env });
  second.child.stdout?.resume();
  await second.ended;
  expect(second.child.exitCode).toBe(0);
  expect(await shows('main.route')).toBe(true);
});

test('the store is locked against every other program', async () => {
  await expect(seedProfile(profile, keyring, { sealed: 4, more: 0 })).rejects.toThrow(
    'store-in-use',
  );
});

/** The process of the window. */
const windowProcess = () =>
  app.electron.evaluate(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0,
  );
/** Ends the window's process, and waits until there is a page in another one. */
const killWindow = async (): Promise<void> => {
  const before = await windowProcess();
  process.kill(before, 'SIGKILL');
  await waitUntil('there is another page', async () => {
    const now = await windowProcess();
    return now !== 0 && now !== before && !(await isLoading()) && (await shows('main'));
  });
};

/** Touches until it counts: right after the verdict a touch was meant for what was there before. */
const acknowledge = () =>
  waitUntil('the route', async () => {
    await outcome('document.querySelector("main.verdict .big-button")?.click()');
    return shows('main.route');
  });

test('a window that is killed at a door is back at that door', async () => {
  await line.write(`${customers[0]?.label}\r`);
  await waitUntil('the door', () => shows('main.door'));
  const before = await outcome('document.querySelector("main.door").innerText');
  await killWindow();
  await waitUntil('the door again', () => shows('main.door'));
  expect(await outcome('document.querySelector("main.door").innerText')).toBe(before);
});

test('a verdict stands after a crash, and is acknowledged as if nothing had been', async () => {
  await line.write(`]Q1${customers[0]?.scan}\r`);
  await waitUntil('the verdict', () => shows('main.verdict[data-tone="accepted"]'));
  await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
  );
  await waitUntil('it is gone', async () => !(await shows('main')));
  await waitUntil('the verdict again', () => shows('main.verdict[data-tone="accepted"]'));
  await acknowledge();
});

test('a scan that comes while there is no window is judged, and shown by the next one', async () => {
  const pid = await windowProcess();
  process.kill(pid, 'SIGKILL');
  await line.write(`]Q1${customers[1]?.scan}\r`);
  await waitUntil('the verdict', () => shows('main.verdict[data-tone="accepted"]'));
  await acknowledge();
});

test('a window that hangs is ended and comes back', async () => {
  const before = await windowProcess();
  await app.electron.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    void window?.webContents.executeJavaScript('for (;;);').catch(() => undefined);
    // What Chromium says when an input has not been taken for a while.
    window?.emit('unresponsive');
  });
  await waitUntil('another page', async () => (await windowProcess()) !== before);
  await waitUntil('the route', () => shows('main.route'));
});

test('parts beside the window may end: the app goes on', async () => {
  const parts = await app.electron.evaluate(({ app: electron }) =>
    electron
      .getAppMetrics()
      .filter(({ type }) => type === 'GPU' || type === 'Utility')
      .map(({ pid }) => pid),
  );
  expect(parts.length).toBeGreaterThan(0);
  for (const pid of parts) process.kill(pid, 'SIGKILL');
  await waitUntil('it is noted', () => app.errors().split('"part-gone"').length > parts.length);
  expect(await shows('main.route')).toBe(true);
});

test('a window that fails again and again gives way to words, and a touch brings it back', async () => {
  const isStopped = async () => (await places())[0] === 'app://kerbside/stopped.html';
  for (let n = 0; n < 6 && !(await isStopped()); n++) await killWindow();
  expect(await isStopped()).toBe(true);
  expect(await outcome('typeof kerbside')).toBe('gave "object"');
  const refused = 'kerbside.ask["dock/start"]({}).then(({ error }) => error)';
  expect(await outcome(refused)).toBe('gave "refused"');
  await outcome('document.querySelector("a").click()');
  await waitUntil('the route', () => shows('main.route'));
});
