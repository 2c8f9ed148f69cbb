import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { BrowserWindow } from 'electron';
import { expect, test } from 'vitest';
import { hardenedApp } from './support/hardened-app.ts';
import { startOwned } from './support/owned-process.ts';
import { waitUntil } from './support/wait-until.ts';

// Everything is tried that a window must not get.

const { running, outcome, shows, places, isLoading } = hardenedApp();

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

test('nothing is downloaded', async () => {
  await running().app.electron.evaluate(({ session }) => {
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
    running().app.electron.evaluate(
      () => (globalThis as unknown as { downloads: string[] }).downloads,
    );
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
  const status = await running().app.electron.evaluate(
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
  const loaded = await running().app.electron.evaluate(
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
  const policy = await running().app.electron.evaluate(({ net }) =>
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
  const found = await running().app.electron.evaluate(({ BrowserWindow }) => {
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
  const found = await running().app.electron.evaluate(({ crashReporter }) => ({
    uploads: crashReporter.getUploadedReports().length,
    pid: process.pid,
  }));
  expect(found.uploads).toBe(0);
});
