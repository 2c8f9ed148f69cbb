import { afterAll, beforeAll, expect, test } from 'vitest';
import { deliveriesOf, pullAll, seedRoute, until } from '../central/src/testing/seed.ts';
import type { TestCentral } from '../central/src/testing/test-central.ts';
import { type Receiver, startReceiver } from '../central/src/webhooks/testing/receiver.ts';
import { makeKey } from './console/depot-day.ts';
import { type OpenConsole, openConsole, SIZES } from './console/open-console.ts';
import { type CentralAndDisplay, startCentralAndDisplay } from './support/central-and-display.ts';

// What an admin sees of an integration that has stopped listening, and what they do once it listens again.

let started: CentralAndDisplay;
let central: TestCentral;
let receiver: Receiver;
let window: OpenConsole;
let depot: string;
let stop: string;
beforeAll(async () => {
  receiver = await startReceiver();
  receiver.answer((response) => response.writeHead(503).end());
  started = await startCentralAndDisplay({ webhookHosts: ['127.0.0.1'] });
  ({ central } = started);
  const seeded = await seedRoute(central, 1);
  ({ depot } = seeded);
  const path = `/v1/depots/${depot}/webhooks`;
  const { body: hook } = await central.staff('POST', path, { url: receiver.url });
  const [item] = deliveriesOf((await pullAll(seeded.terminal)).items);
  stop = item?.id ?? '';
  // It is tried for more than a day: here each time comes at once.
  const oldest = async (): Promise<{ readonly state: string; readonly attempts: number }> => {
    const { body } = await central.staff('GET', `/v1/webhooks/${hook.id}/events`);
    return body.events.at(-1) ?? { state: 'none', attempts: 0 };
  };
  for (let tries = 1; (await oldest()).state !== 'dead'; tries++) {
    await central.ports.pool.query(
      "update webhook_sending set next_at = now() where state = 'waiting' and depot = $1",
      [depot],
    );
    await until(async () => (await oldest()).attempts >= tries);
  }
  window = await openConsole(central, started.display, await makeKey(central, 'admin', depot));
  await window.resize(SIZES[1]);
});
afterAll(async () => {
  await window?.close();
  await started?.stop();
  await receiver?.stop();
});

const page = () => window.page;
const rows = () => page().getByRole('main').getByRole('listitem');

test('what an address never accepted is listed, with why', async () => {
  await window.goTo('/settings/webhooks');
  await page().getByText('1 was never accepted').waitFor();
  await page().getByRole('link', { name: 'Events…' }).click();
  await page()
    .getByRole('heading', { level: 1, name: `Events for ${receiver.url}` })
    .waitFor();
  expect(page().url()).toContain('state=dead');
  const row = rows().filter({ hasText: 'Never accepted' });
  await row.getByText('Attempts: 11').waitFor();
  await row.getByText('Last attempt: it answered with an error. 503').waitFor();
  expect(await row.getByRole('link', { name: 'See the stop' }).getAttribute('href')).toContain(
    `/stops/${stop}`,
  );
  await window.picture('console-webhook-events');
  expect(await window.faults()).toEqual([]);
});

test('it is sent again once somebody listens, and the list says so', async () => {
  receiver.answer((response) => response.writeHead(200).end());
  await page().getByRole('button', { name: 'Send again' }).focus();
  await page().keyboard.press('Enter');
  await page().getByRole('status').getByText('1 event is sent again.').waitFor();
  await page().getByText('There are no such events.').waitFor();
  await expect.poll(() => page().evaluate(() => document.activeElement?.id)).toBe('content');
  await page().getByLabel('Which ones').selectOption('All');
  await rows().filter({ hasText: 'Accepted' }).first().waitFor();
  await page().getByRole('link', { name: 'All addresses' }).click();
  await page().getByText('never accepted').waitFor({ state: 'detached' });
});

test('an address that is gone says so, and leads back', async () => {
  await window.goTo(`/settings/webhooks/${crypto.randomUUID()}`);
  await page().getByRole('heading', { level: 1, name: 'has no such address' }).waitFor();
  await page().getByRole('link', { name: 'All addresses' }).click();
  await page().getByRole('link', { name: 'Events…' }).waitFor();
});
