import {
  copyFileSync,
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
import { seededScan, seedProfile } from '../faults/support/seeded-profile.ts';
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
let app: RunningApp;
beforeAll(async () => {
  profile = mkdtempSync(path.join(tmpdir(), 'kerbside-hardened-'));
  keyring = await startPrivateKeyring();
  [display, line] = await Promise.all([
    startDisplay({ width: 1400, height: 1000 }),
    openPtyPair(path.join(profile, 'line')),
    seedProfile(profile, keyring, { sealed: 4, more: 0 }),
  ]).then(([one, two]) => [one, two] as const);
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

/** Runs in the page, as a script that somebody brought into it would. */
const inPage = <T, A>(act: (arg: A) => T | Promise<T>, arg?: A) =>
  app.page.evaluate(act as never, arg as never) as Promise<T>;
/** The name of the error with which it fails, or what it gives. */
const outcome = (code: string): Promise<string> =>
  app.page.evaluate(
    `(async () => (${code}))().then((value) => 'gave ' + JSON.stringify(value), (e) => e.name)`,
  );
const REFUSED = /^(NotAllowedError|SecurityError|NotFoundError|NotSupportedError|AbortError)$/;

test.each([
  ['camera', 'navigator.mediaDevices.getUserMedia({ video: true })'],
  ['microphone', 'navigator.mediaDevices.getUserMedia({ audio: true })'],
  ['screen', 'navigator.mediaDevices.getDisplayMedia({ video: true })'],
  ['serial port', 'navigator.serial.requestPort()'],
  ['USB device', 'navigator.usb.requestDevice({ filters: [] })'],
  ['Bluetooth device', 'navigator.bluetooth.requestDevice({ acceptAllDevices: true })'],
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
  // With a touch, without which some would not even ask.
  await app.page.locator('main.route').click({ position: { x: 2, y: 2 } });
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
  ]; // prettier-ignore
  const states = await inPage(
    (all: string[]) =>
      Promise.all(
        all.map((name) =>
          navigator.permissions.query({ name: name as PermissionName }).then(
            ({ state }) => `${name}: ${state}`,
            () => `${name}: denied`,
          ),
        ),
      ),
    names,
  );
  expect(states).toEqual(names.map((name) => `${name}: denied`));
});

const urls = () =>
  app.electron.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((c) => c.getURL()),
  );

test.each([
  ['by a link', 'Object.assign(document.createElement("a"), { href: TARGET }).click()'],
  ['by script', 'location.href = TARGET'],
  [
    'by a form',
    'Object.assign(document.body.appendChild(document.createElement("form")), { action: TARGET }).submit()',
  ],
  ['in a new window', 'window.open(TARGET)'],
  [
    'in a new window by a link',
    'Object.assign(document.createElement("a"), { href: TARGET, target: "_blank" }).click()',
  ],
  [
    'in a frame',
    'Object.assign(document.body.appendChild(document.createElement("iframe")), { src: TARGET })',
  ],
  [
    'in a webview',
    'Object.assign(document.body.appendChild(document.createElement("webview")), { src: TARGET })',
  ],
  [
    'as a download',
    'Object.assign(document.createElement("a"), { href: TARGET, download: "x" }).click()',
  ],
])('the window goes nowhere %s', async (_how, code) => {
  const targets = [
    'https://example.com/',
    'file:///etc/passwd',
    'data:text/html,x',
    'app://kerbside/stopped.html',
  ];
  for (const target of targets) {
    await outcome(`void (${code.replace('TARGET', JSON.stringify(target))})`);
  }
  // What was asked has been decided once the page answers again.
  expect(await outcome('document.title')).toBe('gave "Kerbside"');
  expect(await urls()).toEqual(['app://kerbside/index.html']);
  const frames = await app.electron.evaluate(({ webContents }) =>
    webContents.getAllWebContents().flatMap((c) => c.mainFrame.framesInSubtree.map((f) => f.url)),
  );
  expect(frames.filter((url) => url !== '' && url !== 'about:blank')).not.toContain(targets[0]);
  await inPage(() => {
    for (const each of document.querySelectorAll('iframe, webview, body > form')) each.remove();
  });
  await app.page.locator('main.route').waitFor();
});

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

test.each([
  'app://kerbside/../main/index.js',
  'app://kerbside/%2e%2e/main/index.js',
  'app://kerbside/..%2fmain%2findex.js',
  'app://kerbside/..%5cmain%5cindex.js',
  'app://kerbside/assets/..%2f..%2fmain/index.js',
  'app://kerbside/%252e%252e/main/index.js',
  'app://kerbside//etc/passwd',
  'app://kerbside/%00/../main/index.js',
  'app://kerbside/%E0%A4%A',
  'app://elsewhere/index.html',
  'app://kerbside.elsewhere/index.html',
  'app://kerbside:80/index.html',
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
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
    devTools: false,
    disableDialogs: true,
    navigateOnDragDrop: false,
    disableBlinkFeatures: 'Auxclick',
  });
  expect(found.opened).toBe(false);
  expect(found.spells).toBe(false);
  const globals = await inPage(() =>
    ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer'].filter(
      (name) => name in window,
    ),
  );
  expect(globals).toEqual([]);
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
  const switches = [
    '--remote-debugging-port=0',
    '--remote-debugging-pipe',
    '--js-flags=--expose-gc',
  ];
  for (const given of switches) {
    const started = await startOwned(executable, [given, '--no-sandbox', root], { env });
    await started.ended;
    expect(started.child.exitCode).toBe(1);
    expect(started.errors()).toContain(`because of ${given.split('=')[0]}:`);
    expect(started.errors()).not.toContain('listening on');
  }
  expect(readdirSync(env.KERBSIDE_PROFILE)).toEqual(['logs']);
});

test('a second app on the same profile ends by itself, and the first one goes on', async () => {
  const args = ['--no-sandbox', root];
  const env = { ...process.env, ...keyring.env, ...display.env, KERBSIDE_PROFILE: profile };
  const second = await startOwned(electronExecutable(), args, { env });
  await second.ended;
  expect(second.child.exitCode).toBe(0);
  await app.page.locator('main.route').waitFor();
});

test('the store is locked against every other program', async () => {
  await expect(seedProfile(profile, keyring, { sealed: 4, more: 0 })).rejects.toThrow(
    'store-in-use',
  );
});
