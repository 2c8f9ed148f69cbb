import { randomBytes } from 'node:crypto';
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import type { Page } from 'playwright-core';
import { customersCode } from '../../e2e/story/seed.ts';
import { STEPS } from '../../e2e/story/steps.ts';
import type { Story } from '../../e2e/story/story.ts';
import { startWorld, type World } from '../../e2e/story/world.ts';
import { waitUntil } from '../../e2e/support/wait-until.ts';
import { nativeArgon2id } from '../../electron/crypto/native-argon2id.ts';
import { en } from '../../renderer/i18n/en.ts';
import { STANDARD_COST } from '../../shared/protocol/crypto/argon2id.ts';

/** Durations in milliseconds, in order; each scan beside its limit. */
export type ScanFigures = {
  readonly scan: readonly number[];
  readonly argon2id: readonly number[];
  readonly insert: readonly number[];
  /** By how much the window's clock may be off from ours. */
  readonly clockMs: number;
  readonly versions: Readonly<Record<string, string>>;
};

const WARM_UP = 5;

/** Notes when a verdict has been painted: after the frame that first shows it. */
const WATCH = `(() => {
  window.paintedAt = null;
  let shown = null;
  new MutationObserver(() => {
    const verdict = document.querySelector('main.verdict[data-tone="accepted"]');
    if (verdict === shown) return;
    shown = verdict;
    if (verdict === null) return;
    requestAnimationFrame(() => {
      const frame = new MessageChannel();
      frame.port1.onmessage = () => { window.paintedAt = performance.timeOrigin + performance.now(); };
      frame.port2.postMessage(null);
    });
  }).observe(document, { childList: true, subtree: true, attributes: true });
})()`;

const nowHere = (): number => performance.timeOrigin + performance.now();

/** What is to be added to our clock to have the window's, and by how much that may be wrong. */
const compareClocks = async (page: Page) => {
  let best = { offset: 0, error: Number.POSITIVE_INFINITY };
  for (let i = 0; i < 50; i++) {
    const before = nowHere();
    const there = Number(await page.evaluate('performance.timeOrigin + performance.now()'));
    const after = nowHere();
    const error = (after - before) / 2;
    if (error < best.error) best = { offset: there - (before + after) / 2, error };
  }
  return best;
};

const iso = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');

/** A route of so many stops, docked; gives each customer's QR. */
const prepare = async (world: World, stops: number): Promise<string[]> => {
  const story: Story = { world, depot: '', driver: '', route: '', stops: [], codes: new Map() };
  await STEPS.find(({ id }) => id === 'enrol')?.play(story);
  const { page } = world.app;
  await page.locator('main.dock[data-glance="enrolled"]').waitFor({ timeout: 30_000 });
  const { staff } = world.central;
  const now = Date.now();
  const seeded = Array.from({ length: stops }, (_, i) => ({
    position: i + 1,
    customer: `Customer ${i + 1}`,
    street: `Bergmannstraße ${i + 1}`,
    phone: `+49170${String(1_000_000 + i)}`,
    labels: [`LABEL-${i + 1}`],
    notAfter: now + 12 * 3_600_000,
  }));
  const lines = seeded.map(({ position, customer, street, phone, labels, notAfter }) =>
    [
      '1',
      position,
      customer,
      `${street}|10961 Berlin`,
      phone,
      iso(now),
      iso(now - 3_600_000),
      iso(notAfter),
      labels[0],
    ].join(','),
  );
  const header = 'route,position,customer,address,phone,arrival,not_before,not_after,parcels';
  const imported = await staff.importDeliveries(story.depot, [header, ...lines].join('\n'));
  const route = imported.routes[0]?.id ?? '';
  const terminal = (await staff.terminals()).terminals[0]?.id;
  if (terminal === undefined) throw new Error('no terminal is enrolled');
  await staff.assignRoute(route, terminal, story.driver);
  await page.locator('main.dock .big-button').click();
  await page.locator('main.route .route-dock').click();
  await page.getByText(en.dock.word.ready).first().waitFor({ timeout: 120_000 });
  await page.locator('main.dock .big-button').click();
  await page.locator('main.route').waitFor();
  const sent = async () =>
    (await staff.deliveries(route)).deliveries.filter(({ issue }) => issue?.sms === 'sent').length;
  await waitUntil('every customer has a code', async () => (await sent()) === stops, 120_000);
  const codes: string[] = [];
  for (const stop of seeded) codes.push((await customersCode(staff, stop)).qr);
  return codes;
};

const openLimit = (folder: string) => {
  const database = new Database(path.join(folder, 'limit.db'));
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec('CREATE TABLE row (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT');
  const insert = database.prepare('INSERT INTO row (text) VALUES (?)');
  const row = 'x'.repeat(700);
  return { insert: () => insert.run(row), close: () => database.close() };
};

/**
 * The real app in its window, with its keychain, central and scanner's line: each customer's QR is
 * scanned once, and its bare limit is measured in turn, so that what else the machine does meets both.
 */
export const playScans = async (
  runs: number,
  say: (text: string) => void,
): Promise<ScanFigures> => {
  const world = await startWorld();
  try {
    const { page } = world.app;
    const codes = await prepare(world, runs + WARM_UP);
    say(`scan-to-verdict: ${runs} scans in the real app, each beside its limit`);
    await page.evaluate(WATCH);
    const clock = await compareClocks(page);
    const bare = openLimit(world.folder);
    const secret = new Uint8Array(randomBytes(32));
    const salt = new Uint8Array(randomBytes(16));
    const figures = { scan: [] as number[], argon2id: [] as number[], insert: [] as number[] };
    const line = openSync(world.line.scannerEnd, constants.O_RDWR | constants.O_NOCTTY);
    for (const [i, code] of codes.entries()) {
      const began = performance.now();
      await nativeArgon2id(secret, salt, STANDARD_COST);
      const derived = performance.now();
      bare.insert();
      const inserted = performance.now();

      await page.evaluate('window.paintedAt = null');
      const bytes = Buffer.from(`]Q1${code}\r`);
      const sentAt = nowHere();
      writeSync(line, bytes);
      await page.locator('main.verdict[data-tone="accepted"]').waitFor();
      await waitUntil('it is painted', async () =>
        Boolean(await page.evaluate('window.paintedAt !== null')),
      );
      const paintedAt = Number(await page.evaluate('window.paintedAt'));
      await page.locator('main.verdict .big-button').click();
      await page.locator('main.route').waitFor();
      if (i < WARM_UP) continue;
      figures.scan.push(paintedAt - clock.offset - sentAt);
      figures.argon2id.push(derived - began);
      figures.insert.push(inserted - derived);
    }
    closeSync(line);
    bare.close();
    const chromium = String(await page.evaluate('navigator.userAgent')).match(/Chrome\/([\d.]+)/);
    return {
      ...figures,
      clockMs: clock.error,
      versions: { node: process.versions.node, chromium: chromium?.[1] ?? '' },
    };
  } finally {
    await world.end();
  }
};
