import { describe, expect, test } from 'vitest';
import { type DispatchWorld, touch } from './dispatch-world.ts';

/** What a dispatcher does with stops and routes, with the touches that it takes. */
export const testActs = (world: () => DispatchWorld): void => {
  const page = () => world().window.page;
  const sentence = () => page().getByRole('heading', { level: 1 });
  const story = () => page().getByRole('region', { name: 'What happened' });
  const button = (name: string | RegExp) => page().getByRole('button', { name, exact: true });
  const radio = (name: string) => page().getByRole('radio', { name });
  const dialog = () => page().getByRole('dialog');
  const deliveryOf = async (stop: number) =>
    (await world().central.staff('GET', `/v1/deliveries/${world().day.stops[stop]?.id}`)).body;
  /** What somebody else does to a stop meanwhile. */
  const change = async (stop: number, to: object): Promise<void> => {
    const { id, version } = await deliveryOf(stop);
    const headers = { 'if-match': `"${version}"`, 'idempotency-key': `"${crypto.randomUUID()}"` };
    const { status } = await world().central.staff('PATCH', `/v1/deliveries/${id}`, to, headers);
    expect(status).toBe(200);
  };
  const actsOf = async (stop: number): Promise<readonly string[]> => {
    const { body } = await world().central.staff(
      'GET',
      `/v1/deliveries/${world().day.stops[stop]?.id}/story`,
    );
    return body.events.flatMap(({ what, act }: { what: string; act: string }) =>
      what === 'act' ? [act] : [],
    );
  };

  describe('an act on a stop', () => {
    test('moves it to another route with four touches, and says first what that does', async () => {
      await world().window.goTo(`/routes/${world().day.routes['14']}`);
      const list = page().getByRole('list', { name: 'Stops' });
      await list.waitFor();
      await world().window.countTouches();
      await touch(
        list.getByRole('link', { name: 'Fidicinstraße 27' }),
        button('Move…'),
        radio('Route 15'),
      );
      await dialog().getByText('new ones follow once Handheld 4 has docked').waitFor();
      await world().window.picture('console-move');
      expect(await world().window.faults()).toEqual([]);
      await touch(button('Move to route 15'));
      expect(await world().window.touches()).toBe(4);
      await page().getByText('a new code as soon as the terminal has docked').waitFor();
      await sentence().getByText('Route 15: 0 of 4 stops closed').waitFor();
      expect((await deliveryOf(6)).route.name).toBe('15');
    });

    test('shows the override code once, with a reason, and it opens the stop', async () => {
      await world().window.goTo(`/stops/${world().day.stops[5]?.id}`);
      await world().window.countTouches();
      await touch(
        button('Show override code…'),
        radio('The customer doesn’t have their phone'),
        button('Show the code'),
      );
      expect(await world().window.touches()).toBe(3);
      await dialog().getByText('taps “Dispatcher’s code”').waitFor();
      const code = await page().locator('.large-code').textContent();
      expect(code).toMatch(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/);
      await world().window.picture('console-override');
      await page().keyboard.press('Escape');
      await touch(button('Done'));
      await story().getByText('The customer doesn’t have their phone').waitFor();
      const taken = await world().day.terminal.handOver(world().day.stops[5] as never, code ?? '', {
        opens: 'override',
      });
      expect(taken).not.toBeNull();
      await touch(button('Show override code…'), radio('Locked'), button('Show the code'));
      await dialog().getByRole('alert').getByText('can’t be shown again').waitFor();
      await page().goBack();
      await dialog().waitFor({ state: 'detached' });
    });

    test('says what somebody else made of the stop meanwhile, and does nothing until it was seen', async () => {
      await world().window.goTo(`/stops/${world().day.stops[7]?.id}`);
      await touch(button('Change…'));
      await dialog().getByLabel('Name', { exact: true }).fill('M. al-Haddad');
      await change(7, { address: ['Weg 3'] });
      await dialog().getByText('Someone changed this stop in the meantime').waitFor();
      await dialog().getByText('Weg 3').first().waitFor();
      await world().window.picture('console-changed');
      expect(await world().window.faults()).toEqual([]);
      await touch(button('I’ve seen it, continue'));
      await touch(button('Save'));
      await page().getByRole('status').getByText('still correct').waitFor();
      expect(await deliveryOf(7)).toMatchObject({ customer: 'M. al-Haddad', address: ['Weg 3'] });
    });

    test('takes a time of the depot’s clocks, and says what is wrong with one', async () => {
      const { arrival } = await deliveryOf(7);
      const clock = (at: number): string =>
        new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', timeStyle: 'short' }).format(
          at,
        );
      const later = arrival + 10 * 60_000;
      await touch(button('Change…'));
      await dialog().getByLabel('Expected at').fill(clock(later));
      await touch(button('Save'));
      await dialog().waitFor({ state: 'detached' });
      expect((await deliveryOf(7)).arrival).toBe(Math.floor(later / 60_000) * 60_000);
      await touch(button('Change…'));
      await dialog()
        .getByLabel('Code valid until')
        .fill(clock(later - 60_000));
      await touch(button('Save'));
      await dialog()
        .getByRole('alert')
        .getByText('Expected at: the code isn’t valid then.')
        .waitFor();
      await page().keyboard.press('Escape');
      await dialog().waitFor({ state: 'detached' });
    });

    test('moves the stop that was seen, not what somebody else made of it meanwhile', async () => {
      await touch(button('Move…'), radio('Route 15'));
      await change(7, { customer: 'N. al-Haddad' });
      await dialog().getByText('Someone changed this stop in the meantime').waitFor();
      await button('Move to route 15').click({ force: true });
      expect((await deliveryOf(7)).route.name).toBe('14');
      await touch(button('I’ve seen it, continue'));
      await dialog().getByRole('alert').waitFor({ state: 'detached' });
      await page().keyboard.press('Escape');
      await dialog().waitFor({ state: 'detached' });
    });

    test('is left once, however often it is left', async () => {
      const address = page().url();
      await touch(button('Cancel delivery…'));
      await dialog().waitFor();
      await page().evaluate(() => {
        const pressed = { key: 'Escape', bubbles: true, cancelable: true };
        const { activeElement } = document;
        for (let n = 0; n < 3; n += 1) {
          activeElement?.dispatchEvent(new KeyboardEvent('keydown', pressed));
        }
      });
      await dialog().waitFor({ state: 'detached' });
      await page().goForward();
      await dialog().waitFor();
      await page().goBack();
      await dialog().waitFor({ state: 'detached' });
      expect(page().url()).toBe(address);
    });

    test('is done once, however often it is pressed, and not at all on the way back', async () => {
      await touch(button('Cancel delivery…'));
      await dialog().getByText('A cancelled delivery can’t be restored.').waitFor();
      await page().goBack();
      await dialog().waitFor({ state: 'detached' });
      await touch(button('New code…'));
      await button('Create a new code').dblclick();
      await dialog().waitFor({ state: 'detached' });
      await page().getByText('a new code as soon as the terminal has docked').waitFor();
      expect((await deliveryOf(7)).status).toBe('open');
      expect((await actsOf(7)).filter((act) => act === 'code-renewed')).toHaveLength(1);
    });

    test('makes a pass whose QR code a telephone reads', async () => {
      await world().window.goTo(`/stops/${world().day.stops[8]?.id}`);
      await touch(button('Create a pass…'), button('Create the pass'));
      await page().getByRole('img', { name: 'Pass for T. Nguyen' }).waitFor();
      const text = Buffer.from(await world().window.readScreen()).toString();
      expect(world().day.terminal.takePass(text, { route: '14' }).entry.content).toMatchObject({
        delivery: world().day.stops[8]?.id,
      });
      await touch(button('Done'));
      await touch(button('Instructions…'));
      await dialog().getByLabel('Note').fill('Ring twice');
      await touch(dialog().getByLabel('A signature is required'), button('Save'));
      await dialog().waitFor({ state: 'detached' });
      expect(await actsOf(8)).toContain('instructions-changed');
    });

    test('gives some of its parcels to a second delivery, and leads to it', async () => {
      await world().window.goTo(`/stops/${world().day.stops[7]?.id}`);
      const [first, ...others] = (await deliveryOf(7)).parcels;
      await touch(button('Split…'));
      await dialog().getByText('The first keeps its code, and at least one parcel.').waitFor();
      const choose = (label: string) => dialog().getByRole('checkbox', { name: label });
      for (const label of [first, ...others]) await touch(choose(label));
      expect(await button('Choose the parcels').getAttribute('aria-disabled')).toBe('true');
      await touch(choose(first));
      await world().window.picture('console-split');
      expect(await world().window.faults()).toEqual([]);
      await button('Split the delivery').dblclick();
      await touch(dialog().getByRole('link', { name: 'Open the second delivery' }));
      await dialog().waitFor({ state: 'detached' });
      await page().getByText(others.join(', ')).waitFor();
      const second = page().url().split('/').at(-1)?.split('?')[0];
      expect(second).not.toBe(world().day.stops[7]?.id);
      expect((await deliveryOf(7)).parcels).toEqual([first]);
      expect((await actsOf(7)).filter((act) => act === 'delivery-split')).toHaveLength(1);
      // The way back does not lead into the question again.
      await page().goBack();
      await page().getByRole('button', { name: 'Cancel delivery…' }).waitFor();
      expect(await dialog().count()).toBe(0);
    });
  });

  describe('an act on a route', () => {
    test('is not opened by an address that does not say for which stops', async () => {
      await world().window.goTo(`/routes/${world().day.routes['16']}?act=cancel-many`);
      await page().getByRole('checkbox', { name: 'Select stop 1' }).click();
      await page().getByRole('status').getByText('1 stop selected').waitFor();
      expect(await dialog().count()).toBe(0);
      expect(page().url()).not.toContain('act=');
    });

    test('is not done to stops or a route that somebody else changed after it was begun', async () => {
      const stops = async () => {
        const path = `/v1/routes/${world().day.routes['16']}/deliveries`;
        return (await world().central.staff('GET', path)).body.deliveries;
      };
      const [first, second] = await stops();
      await touch(page().getByRole('checkbox', { name: 'Select stop 2' }));
      await touch(button('Cancel delivery…'));
      for (const [n, { id, version }] of [first, second].entries()) {
        const headers = { 'if-match': `"${version}"`, 'idempotency-key': `"while-${n}"` };
        const address = [`Weg ${n}`];
        await world().central.staff('PATCH', `/v1/deliveries/${id}`, { address }, headers);
      }
      await dialog().getByText('Some of these stops were changed in the meantime').waitFor();
      await dialog().getByText('Weg 1').waitFor();
      await world().window.picture('console-changed-many');
      expect(await world().window.faults()).toEqual([]);
      await button('Cancel it').click({ force: true });
      await touch(button('I’ve seen it, continue'));
      await dialog().getByRole('alert').waitFor({ state: 'detached' });
      await page().keyboard.press('Escape');
      await dialog().waitFor({ state: 'detached' });
      expect(await stops()).toMatchObject([{ status: 'open' }, { status: 'open' }, {}, {}]);
      await touch(button('Select none'));
    });

    test('is not given to what a list that could not be loaded does not show', async () => {
      const drivers = '**/drivers';
      await page().route(drivers, (route) => route.abort());
      await world().window.goTo(`/routes/${world().day.routes['14']}`);
      await touch(button('Assign to a terminal…'));
      await dialog().getByRole('alert').getByText('This couldn’t be loaded.').waitFor();
      await world().window.picture('console-not-loaded');
      expect(await world().window.faults()).toEqual([]);
      const isOff = (): Promise<string | null> => button('Assign it').getAttribute('aria-disabled');
      expect(await isOff()).toBe('true');
      await page().unroute(drivers);
      await touch(button('Try again'));
      await dialog().getByRole('alert').waitFor({ state: 'detached' });
      await expect.poll(isOff).not.toBe('true');
      await page().keyboard.press('Escape');
      await dialog().waitFor({ state: 'detached' });
    });

    test('says what could not be loaded, and keeps the keys where it is put right', async () => {
      const cases = /\/v1\/cases\?/;
      await page().route(cases, (route) => route.abort());
      await world().window.goTo(`/stops/${world().day.stops[8]?.id}`);
      const again = page().getByRole('main').getByRole('button', { name: 'Try again' });
      await again.focus();
      await page().keyboard.press('Enter');
      const isFocused = (): Promise<boolean> =>
        again.evaluate((button) => button === document.activeElement);
      expect(await isFocused()).toBe(true);
      await page().unroute(cases);
      await page().keyboard.press('Enter');
      await again.waitFor({ state: 'detached' });
      await expect.poll(() => page().evaluate(() => document.activeElement?.id)).toBe('content');
    });

    test('gives it to a terminal, and several of its stops to another route', async () => {
      await world().window.goTo(`/routes/${world().day.routes['16']}`);
      await touch(button('Assign to a terminal…'));
      await dialog().getByLabel('Terminal').selectOption('Handheld 5');
      await dialog().getByLabel('Driver').selectOption('Kim');
      await touch(button('Assign it'));
      await page().getByText('Kim · Handheld 5').waitFor();
      await touch(
        page().getByRole('checkbox', { name: 'Select stop 1' }),
        page().getByRole('checkbox', { name: 'Select stop 2' }),
      );
      await page().getByRole('status').getByText('2 stops selected').waitFor();
      await world().window.picture('console-chosen');
      expect(await world().window.faults()).toEqual([]);
      await touch(button('Move…'), radio('Route 15'), button('Move to route 15'));
      await sentence().getByText('Route 16: 0 of 2 stops closed').waitFor();
      await touch(button('Select all to do'), button('Cancel delivery…'), button('Cancel it'));
      await sentence().getByText('Route 16: 0 of 0 stops closed').waitFor();
    });
  });
};
