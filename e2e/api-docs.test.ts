import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestCentral } from '../central/src/testing/test-central.ts';
import { type CentralAndDisplay, startCentralAndDisplay } from './support/central-and-display.ts';
import { openTelephone, type Telephone } from './support/telephone.ts';

// The page of the API, in a real browser, which reports whatever its security policy refuses.

let started: CentralAndDisplay;
let central: TestCentral;
let browser: Telephone;
beforeAll(async () => {
  started = await startCentralAndDisplay();
  ({ central } = started);
  browser = await openTelephone(`${central.url}/docs`, started.display);
});
afterAll(async () => {
  await browser?.close();
  await started?.stop();
});

test('it shows every operation but those of terminals and of signing in, from one place alone, and its policy refuses nothing', async () => {
  const { page, errors } = browser;
  await page.getByText('/v1/deliveries/{delivery}/proof').first().waitFor();
  const described = Object.values(
    central.app.describeApi()['paths'] as Record<string, Record<string, { tags: string[] }>>,
  )
    .flatMap((methods) => Object.values(methods))
    .filter(({ tags: [tag = ''] }) => !['terminal', 'sign-in'].includes(tag));
  expect(await page.locator('.opblock').count()).toBe(described.length);
  await page.getByText('Create a delivery', { exact: true }).click();
  await page.getByText('import-running').first().waitFor();
  expect(errors).toEqual([]);
  const places = await page.evaluate(() =>
    performance.getEntriesByType('resource').map(({ name }) => new URL(name).origin),
  );
  expect(new Set(places)).toEqual(new Set([new URL(central.url).origin]));
});

test('its policy has nothing unsafe', async () => {
  const answer = await fetch(`${central.url}/docs`);
  const policy = answer.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
});
