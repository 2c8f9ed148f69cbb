import { createReadStream } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SSI_DECODER, SSI_OPCODE, ssiPacket } from '../electron/scanner/ssi-packet.ts';
import { en } from '../renderer/i18n/en.ts';
import { toHex, utf8 } from '../shared/protocol/codec/bytes.ts';
import { hotpCode } from '../shared/protocol/schemes/oath/hotp.ts';
import { BY_HAND } from './screens/by-hand.ts';
import { playStory } from './story/play-story.ts';
import { STEPS } from './story/steps.ts';
import type { Story } from './story/story.ts';
import { startWorld, type World } from './story/world.ts';
import { waitUntil } from './support/wait-until.ts';

const pictures = path.resolve(import.meta.dirname, '..', 'out', 'other-ways');
const SEED = utf8('12345678901234567890');

let world: World;
let story: Story;
beforeAll(async () => {
  world = await startWorld();
  const first = STEPS.filter(({ id }) => ['enrol', 'dock-pull', 'sms-sent'].includes(id));
  const played = await playStory(world, pictures, undefined, first);
  expect(played.results.filter(({ ok }) => !ok)).toEqual([]);
  story = played.story;
});
afterAll(() => world?.end());

const page = () => world.app.page;
const scan = (text: string) => world.line.write(`]Q1${text}\r`);
const accepted = async (name: string): Promise<string> => {
  const shown = page().locator('main.verdict[data-tone="accepted"]');
  await shown.waitFor();
  await page().screenshot({ path: path.join(pictures, `${name}.png`) });
  const words = await shown.getByRole('alert').locator('h1, p').allTextContents();
  await shown.locator('.big-button').click();
  await page().locator('main.route').waitFor();
  return words.join(' | ');
};
const dock = async (): Promise<void> => {
  await page().locator('main.route .route-dock').click();
  await page().locator('main.dock:is([data-glance="ready"], [data-glance="empty"])').waitFor();
  await page().locator('main.dock .big-button').click();
  await page().locator('main.route').waitFor();
};
const iso = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
/** One more stop on a route of its own: with a telephone, or with a token. */
const importOne = async (route: string, customer: string, token: string) => {
  const { staff } = world.central;
  const now = Date.now();
  const phone = token === '' ? '+491701239999' : '';
  const { routes } = await staff.importDeliveries(
    story.depot,
    [
      'route,position,customer,address,phone,arrival,not_before,not_after,parcels,token',
      `${route},1,${customer},Hasenheide 1|10967 Berlin,${phone},${iso(now)},${iso(now - 3_600_000)},${iso(now + 3_600_000)},LABEL-${route},${token}`,
    ].join('\n'),
  );
  const [made] = routes;
  if (made === undefined) throw new Error('no route was imported');
  const [delivery] = (await staff.deliveries(made.id)).deliveries;
  if (delivery === undefined) throw new Error('no delivery was imported');
  return { route: made.id, delivery: delivery.id };
};

test('a neighbour signs for the parcels before the code is shown', async () => {
  const stop = story.stops[0];
  const code = story.codes.get(1);
  if (stop === undefined || code === undefined) throw new Error('no first stop');
  await world.line.write(`]C100${stop.labels[0]}\r`);
  await page().locator('main.door').waitFor();
  await page().getByRole('button', { name: en.door.handTo }).click();
  await page().getByRole('button', { name: 'Neighbour' }).click();
  await page().getByRole('textbox').fill('Müller, 12');
  await page().getByRole('button', { name: 'Next' }).click();
  await page()
    .getByRole('button', { name: /Signature/ })
    .click();
  const field = await page().locator('.signature-field').boundingBox();
  if (field === null) throw new Error('there is nowhere to sign');
  await page().mouse.move(field.x + 40, field.y + 60);
  await page().mouse.down();
  await page().mouse.move(field.x + 200, field.y + 20, { steps: 8 });
  await page().mouse.up();
  await page().screenshot({ path: path.join(pictures, 'signature.png') });
  await page().locator('.big-button').click();
  await page().screenshot({ path: path.join(pictures, 'details.png') });
  await page().getByRole('button', { name: 'Done' }).click();
  await page().locator('main.door').getByText('Müller, 12').waitFor();
  await page().screenshot({ path: path.join(pictures, 'door-neighbour.png') });
  await scan(code.qr);
  expect(await accepted('neighbour')).toContain('Müller, 12');
});

test('a pass opens a stop of the route, and a delivery that came after the terminal had left', async () => {
  const { staff } = world.central;
  const [, second] = (await staff.deliveries(story.route)).deliveries;
  if (second === undefined) throw new Error('no second stop');
  const late = await importOne('15', 'I. Novak', '');
  const listed = await staff.issuePass(second.id, 'terminal');
  const unlisted = await staff.issuePass(late.delivery, 'depot');
  await scan(listed.text);
  expect(await accepted('pass')).toContain('Café Sonne');
  await scan(unlisted.text);
  const words = await accepted('pass-beside-the-route');
  for (const said of ['I. Novak', 'Hasenheide 1', '10967 Berlin']) expect(words).toContain(said);
  // Once more at once: the same act of showing it, and nothing new (D1).
  await scan(unlisted.text);
  await page().locator('main.route').waitFor();
  expect(await page().locator('main.verdict').count()).toBe(0);
});

test("a customer's token opens its stop by what it shows", async () => {
  const { staff } = world.central;
  const scheme = { kind: 'hotp' };
  await staff.addToken(story.depot, { serial: 'TK-1', scheme, seed: toHex(SEED) });
  const { route } = await importOne('16', 'O. Brandt', 'TK-1');
  const [terminal] = (await staff.terminals()).terminals;
  if (terminal === undefined) throw new Error('no terminal');
  await staff.assignRoute(route, terminal.id, story.driver);
  await dock();
  await world.line.write(']C0LABEL-16\r');
  await page().locator('main.door').waitFor();
  await page().screenshot({ path: path.join(pictures, 'door-token.png') });
  await page().keyboard.type(String.fromCharCode(...hotpCode('SHA1', SEED, 3, 6)), BY_HAND);
  expect(await accepted('token')).toContain('O. Brandt');
});

test('a scanner that talks in packets beeps by itself what the verdict is', async () => {
  const sent: number[] = [];
  const heard = createReadStream(world.line.scannerEnd);
  // The line hangs up at the end, under a read that still waits.
  heard.on('error', () => undefined);
  heard.on('data', (chunk) => sent.push(...Buffer.from(chunk)));
  try {
    const ofNoStop = utf8((story.codes.get(2)?.qr ?? '').replace(/^KS1\/.{6}/, 'KS1/ZZZZZZ'));
    await world.line.write(ssiPacket(SSI_OPCODE.decodeData, [0x1c, ...ofNoStop], SSI_DECODER));
    await page().locator('main.verdict[data-tone="refused"]').waitFor();
    const threeLow = [...ssiPacket(SSI_OPCODE.ack), ...ssiPacket(SSI_OPCODE.beep, [0x07])];
    await waitUntil('the scanner was told', () => sent.length >= threeLow.length);
    expect(sent).toEqual(threeLow);
    await page().locator('main.verdict .big-button').click();
    await page().locator('main.route').waitFor();
  } finally {
    heard.destroy();
  }
});

test("another stop's parcel is said at the door, and the driver goes where it belongs", async () => {
  const [, , third, fourth] = story.stops;
  if (third === undefined || fourth === undefined) throw new Error('no third and fourth stop');
  await world.line.write(`]C100${third.labels[0]}\r`);
  await page().locator('main.door', { hasText: third.customer }).waitFor();
  await world.line.write(`]C100${fourth.labels[0]}\r`);
  const warning = page().locator('main[data-elsewhere]');
  await warning.waitFor();
  await page().screenshot({ path: path.join(pictures, 'elsewhere.png') });
  await warning.locator('.big-button').click();
  await page().locator('main.door', { hasText: third.customer }).waitFor();
  await world.line.write(`]C100${fourth.labels[0]}\r`);
  await warning.locator('.side-button').click();
  await page().locator('main.door', { hasText: fourth.customer }).waitFor();
});

test('on the road what is done goes to central without a touch, where the depot wants it', async () => {
  const { staff } = world.central;
  await page().keyboard.press('Escape');
  await staff.changePolicy(story.depot, { docksOnNetwork: true });
  await dock();
  await world.line.write(`]C100${story.stops[2]?.labels[0]}\r`);
  await page().locator('.door-no-code').click();
  await page().locator('[data-outcome="nobody-home"]').click();
  await page().locator('main.exception .big-button').click();
  await page().locator('main.route').waitFor();
  let docks = 0;
  await waitUntil(
    'central has it',
    async () => {
      docks += await page().locator('main.dock').count();
      return (await staff.exceptions()).exceptions.length > 0;
    },
    60_000,
  );
  expect(docks).toBe(0);
  await staff.changePolicy(story.depot, { docksOnNetwork: false });
});

test('a terminal that stands in its dock takes over what is changed meanwhile, without a touch', async () => {
  await page().locator('main.route .route-dock').click();
  const docked = page().locator('main.dock[data-glance="ready"]');
  await docked.waitFor();
  const { staff } = world.central;
  const [terminal] = (await staff.terminals()).terminals;
  if (terminal === undefined) throw new Error('no terminal');
  const { route } = await importOne('17', 'Vera Meanwhile', '');
  await staff.assignRoute(route, terminal.id, story.driver);
  // It asks once a minute, and what it takes over is in its log.
  const handedIn = async () => (await staff.terminals()).terminals[0]?.acknowledged;
  await expect.poll(handedIn, { timeout: 90_000 }).toBeGreaterThan(terminal.acknowledged);
  await docked.waitFor();
  await page().locator('main.dock .big-button').click();
  await page().locator('main.route').waitFor();
  await world.line.write(']C0LABEL-17\r');
  await page().locator('main.door', { hasText: 'Vera Meanwhile' }).waitFor();
  await page().keyboard.press('Escape');
  await page().locator('main.route').waitFor();
});

test('central tells what each of them proves', async () => {
  await dock();
  const { handOvers } = await world.central.staff.handOvers();
  const said = handOvers.map(({ scheme, proved, counted }) => ({ scheme, proved, counted }));
  expect(said).toHaveLength(4);
  expect(said).toEqual(
    expect.arrayContaining([
      { scheme: 'sealed', proved: true, counted: true },
      { scheme: 'pass', proved: true, counted: true },
      { scheme: 'oath', proved: false, counted: true },
    ]),
  );
  const signed = handOvers.find(({ recipient }) => recipient.to === 'neighbour');
  expect(signed?.recipient).toEqual({ to: 'neighbour', who: 'Müller, 12' });
  expect(signed?.strokes).toHaveLength(1);
  expect((await world.central.staff.findings()).findings).toEqual([]);
});
