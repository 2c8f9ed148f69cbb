import { describe, expect, test } from 'vitest';
import { assignRoute } from '../../central/src/testing/assign-route.ts';
import { enrolTerminal, HEADER, pullAll } from '../../central/src/testing/seed.ts';
import type { TestCentral } from '../../central/src/testing/test-central.ts';
import type { DepotDay } from './depot-day.ts';
import { type OpenConsole, SIZES } from './open-console.ts';

const HOUR = 3_600_000;

/** A name as long as a file may have one, without a place to break it, and one that turns the writing. */
const NAMES = [
  'Donaudampfschifffahrtselektrizitätenhauptbetriebswerk',
  '\u05e9\u05dc\u05d5\u05dd <b>1</b>',
];

/** Two customers whose number is a landline: no message reaches them. */
const addLandlines = async (central: TestCentral, depot: string): Promise<void> => {
  const at = (ms: number) => new Date(central.clock.now() + ms).toISOString();
  const lines = NAMES.map((name, n) =>
    [
      ...['9', n + 1, `"${name}"`, `Fidicinstraße ${n + 1}|10965 Berlin`, `+493055501${n}0`],
      ...[at(HOUR), at(-HOUR), at(9 * HOUR), `PARCEL-9-${n}-XYZ`],
    ].join(','),
  );
  const file = [HEADER, ...lines].join('\n');
  const imported = await central.staff('POST', `/v1/depots/${depot}/deliveries`, file);
  if (imported.status !== 201) throw new Error(JSON.stringify(imported.body));
  const driver = await central.staff('POST', `/v1/depots/${depot}/drivers`, { name: 'Zoe' });
  const terminal = await enrolTerminal(central, depot, 'Handheld 9');
  const route = imported.body.routes[0].id;
  await assignRoute(central, route, { terminal: terminal.id, driver: driver.body.id });
  await pullAll(terminal);
};

/** The room Messages, in a browser that has the console open as a dispatcher. */
export const describeMessages = (
  open: () => {
    readonly central: TestCentral;
    readonly day: DepotDay;
    readonly window: OpenConsole;
  },
): void => {
  describe('Messages', () => {
    const page = () => open().window.page;
    const sentence = () => page().getByRole('heading', { level: 1 });
    const dialog = () => page().getByRole('dialog');
    const row = (n: number) => page().locator('.list-row').nth(n);
    const button = (name: string) => page().getByRole('button', { name, exact: true });

    test('who did not get their code is said first, as it happens', async () => {
      const { central, day, window } = open();
      await page().evaluate(() => localStorage.clear());
      await window.resize(SIZES[1]);
      await window.goTo('/messages');
      await sentence().getByText('Every code that was due is on its way.').waitFor();
      await addLandlines(central, day.depot);
      await sentence().getByText('2 customers didn’t get their code.').waitFor();
      expect(await page().title()).toBe('Messages · Kerbside');
      await page()
        .getByText(NAMES[1] ?? '')
        .waitFor();
      await row(0).getByText('This is not a mobile number').waitFor();
      await row(0).click();
      await page().getByText('Ask the customer for another number').waitFor();
      await page().getByText('It didn’t arrive: This is not a mobile number').waitFor();
      await window.picture('console-messages');
      expect(await open().window.faults()).toEqual([]);
    });

    test('the number is shown for a call, and the audit has that it was', async () => {
      await button('Call…').click();
      await dialog().getByText('the audit log records that you saw it').waitFor();
      await button('Show the number').click();
      const link = dialog().getByRole('link', { name: /^Call .*\+4930/ });
      expect(await link.getAttribute('href')).toMatch(/^tel:\+4930\d+$/);
      // The button that was pressed is gone, and the keys still go to the dialog.
      const isIn = () => page().evaluate(() => document.activeElement?.closest('[role=dialog]'));
      await expect.poll(async () => (await isIn()) !== null).toBe(true);
      await page().keyboard.press('Escape');
      const { acts } = (await open().central.staff('GET', '/v1/audit?act=telephone-shown')).body;
      expect(acts).toHaveLength(1);
    });

    test('a pass is made, to be sent by e-mail', async () => {
      await button('Pass by e-mail…').click();
      await button('Create the pass').click();
      await dialog()
        .getByRole('img', { name: /^Pass for / })
        .waitFor();
      const link = dialog().getByRole('link', { name: 'Write the e-mail' });
      expect(await link.getAttribute('href')).toMatch(/^mailto:\?subject=Your%20parcel/);
      await open().window.picture('messages-pass');
      expect(await open().window.faults()).toEqual([]);
      const title = await dialog().getByRole('heading', { level: 2 }).textContent();
      await button('Save the picture').click();
      const picture = await open().window.downloaded(`pass-${title?.split(' ').at(-1)}.png`);
      expect(picture.subarray(1, 4).toString()).toBe('PNG');
      await page().keyboard.press('Escape');
      await button('Done').click();
    });

    test('another number takes the code at once, and what is wrong with one is said', async () => {
      await button('Other number…').click();
      await dialog().getByText('The code goes to this number at once').waitFor();
      const { central, day } = open();
      const asked = `/v1/messages?depot=${day.depot}&failed=true`;
      const title = await dialog().getByRole('heading', { level: 2 }).textContent();
      const { delivery, version } = (await central.staff('GET', asked)).body.messages.find(
        ({ shortId }: { shortId: string }) => title?.endsWith(shortId),
      );
      const headers = {
        'if-match': `"${version}"`,
        'idempotency-key': `"${crypto.randomUUID()}"`,
      };
      const other = { address: ['Weg 3'] };
      const changed = await central.staff('PATCH', `/v1/deliveries/${delivery}`, other, headers);
      expect(changed.status).toBe(200);
      await dialog().getByRole('alert').getByText('Weg 3').waitFor();
      await open().window.picture('messages-changed');
      expect(await open().window.faults()).toEqual([]);
      await button('I’ve seen it, continue').click();
      await page().getByLabel('Telephone number').fill('12');
      await button('Change it and send').click();
      await dialog().getByRole('alert').getByText('Messages can’t go to this number.').waitFor();
      await page().getByLabel('Telephone number').fill('0170 5550199');
      await page().keyboard.press('Enter');
      await dialog()
        .getByText('The number has been changed, and the code goes there now.')
        .waitFor();
      await button('Done').click();
      await sentence().getByText('1 customer didn’t get their code.').waitFor();
    });

    test('a message is sent again, and found by its reference; its whole life is there', async () => {
      const { central, day, window } = open();
      const sent = async () =>
        (
          await central.staff('GET', `/v1/messages?depot=${day.depot}&state=accepted`)
        ).body.messages.find(({ route }: { route: string }) => route === '9');
      await expect.poll(sent).toBeDefined();
      const { shortId, delivery } = await sent();
      await window.goTo('/messages');
      await page().getByLabel('Find by reference').fill(shortId.toLowerCase());
      await page().keyboard.press('Enter');
      await expect.poll(() => page().locator('.list-row').count()).toBeGreaterThan(0);
      await row(0).click();
      await page().getByText('outbox accepted it').first().waitFor();
      await button('Send again').dblclick();
      await page().getByText('It is being sent again now.').waitFor();
      const { events } = (await central.staff('GET', `/v1/deliveries/${delivery}/story`)).body;
      expect(
        events.filter(({ act }: { act?: string }) => act === 'message-sent-again'),
      ).toHaveLength(1);
      await page().getByLabel('Find by reference').fill('???');
      await page().keyboard.press('Enter');
      await page().getByText('No message has this reference.').waitFor();
      await page().getByRole('link', { name: 'Waiting', exact: false }).click();
      await page().getByText('No messages are waiting to go out.').waitFor();
    });

    test.each(
      SIZES.flatMap((size) =>
        (
          [
            ['en', 'light'],
            ['ar', 'dark'],
          ] as const
        ).map(([language, theme]) => [size.width, language, theme, size] as const),
      ),
    )(
      'axe finds nothing at %i in %s and %s, and all is in its place',
      async (width, language, theme, size) => {
        const { window } = open();
        await window.prefer(language, theme);
        await window.resize(size);
        await window.goTo('/messages?show=all');
        await row(0).waitFor();
        await window.picture(`messages-${width}-${language}-${theme}`);
        expect(await open().window.faults()).toEqual([]);
        await row(0).click();
        await page().locator('.pane h2').waitFor();
        await window.picture(`messages-one-${width}-${language}-${theme}`);
        expect(await open().window.faults()).toEqual([]);
      },
    );
  });
};
