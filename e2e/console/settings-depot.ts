import { describe, expect, test } from 'vitest';
import { addPerson } from '../../central/src/testing/people.ts';
import type { TestCentral } from '../../central/src/testing/test-central.ts';
import { readBadge } from '../../shared/protocol/crew/badge.ts';
import { comeAs } from './as-somebody.ts';
import type { OpenConsole } from './open-console.ts';

/** What is set for a depot, and what the audit says of it: in the console, at a real central. */
export const testDepotSettings = (
  at: () => {
    readonly central: TestCentral;
    readonly window: OpenConsole;
    readonly origin: string;
  },
): void => {
  const page = () => at().window.page;
  const button = (name: string) => page().getByRole('button', { name, exact: true });
  const dialog = () => page().getByRole('dialog').or(page().getByRole('alertdialog'));
  const said = (text: string) => page().getByRole('status').getByText(text);
  const depotNow = async () => (await at().central.staff('GET', '/v1/depots')).body.depots[0];

  describe('whoever may set a depot', () => {
    test('changes its name and sender', async () => {
      const { central, window, origin } = at();
      await comeAs(window, origin, await addPerson(central, 'Grace', [{ name: 'admin' }]));
      await window.goTo('/settings/depots');
      await page()
        .getByRole('button', { name: /^Change/ })
        .click();
      await page()
        .getByLabel(/^Sender name that customers see/)
        .fill('Kurier');
      await page().keyboard.press('Enter');
      await said('Saved.').waitFor();
      expect(await depotNow()).toMatchObject({ sender: 'Kurier', timeZone: 'Europe/Berlin' });
    });

    test('changes the rules for its terminals', async () => {
      await page().getByRole('link', { name: 'Rules for terminals' }).click();
      await page()
        .getByLabel(/^Hours without docking/)
        .fill('12');
      await page()
        .getByLabel(/^Seconds to wait/)
        .fill('0, 60, 600');
      await page().getByLabel('Let drivers call customers').check();
      // What somebody else sets meanwhile is neither undone, nor takes away what is typed.
      const { id } = await depotNow();
      await at().central.staff('PATCH', `/v1/depots/${id}/policy`, { missingEvidence: 'ask' });
      await button('Save').click();
      await said('Saved.').waitFor();
      expect((await depotNow()).policy).toMatchObject({
        leaseMs: 12 * 3_600_000,
        waitsMs: [0, 60_000, 600_000],
        customerNumbers: true,
        missingEvidence: 'ask',
      });
      expect(await page().evaluate(() => document.activeElement?.textContent)).toBe('Save');
    });

    test('sees a text as a customer gets it, and what it costs', async () => {
      await page().getByRole('link', { name: 'Texts to customers' }).click();
      const first = page().locator('section').first();
      await first.getByText('1 message.').waitFor();
      const long = `{sender}: ${'your parcel comes soon, really soon. '.repeat(4)}ó`;
      await first.getByLabel('Text').fill(long);
      await first.getByRole('button', { name: /^Save/ }).click();
      await first.getByText('It would take fewer messages without: ó').waitFor();
      await page().locator('section').first().getByText('Use Kerbside’s text').click();
      await page().locator('section').first().getByText('1 message.').waitFor();
    });

    test('is asked before something is kept for a shorter time', async () => {
      await page().getByRole('link', { name: 'Data retention' }).click();
      await page()
        .getByLabel(/^Customers/)
        .fill('90');
      await button('Save').click();
      await dialog().getByText('can’t be restored').waitFor();
      await button('Erase older data').click();
      await said('Saved.').waitFor();
      const { id } = await depotNow();
      const { body } = await at().central.staff('GET', `/v1/depots/${id}/retention`);
      expect(body).toMatchObject({ customers: 90, notes: null });
    });

    test('adds a webhook, whose secret is shown once', async () => {
      await page().getByRole('link', { name: 'Webhooks' }).click();
      await button('Add an address').click();
      await page()
        .getByLabel(/^Address/)
        .fill('https://hooks.example/kerbside');
      await page().keyboard.press('Enter');
      const secret = await page()
        .getByRole('textbox', { name: 'Secret', exact: true })
        .inputValue();
      expect(secret).toMatch(/^whsec_/);
      await button('I’ve saved it').click();
      await page().getByText('0 events waiting').waitFor();
      expect(await page().content()).not.toContain(secret);
    });

    test('makes a badge that a scanner reads, shown once, and a PIN', async () => {
      await page().getByRole('link', { name: 'Drivers and badges' }).click();
      const member = page().getByRole('listitem').filter({ hasText: 'Kim Petersen' });
      const act = (name: string) => member.getByRole('button', { name: new RegExp(`^${name}`) });
      const shownBadge = async (): Promise<string> => {
        await dialog().getByRole('img', { name: 'Badge for Kim Petersen' }).waitFor();
        const { window } = at();
        await window.picture('console-badge');
        expect(await window.faults()).toEqual([]);
        await window.debug.send('Emulation.setEmulatedMedia', { media: 'print' });
        await page().locator('#root').waitFor({ state: 'hidden' });
        expect(await button('Print').isVisible()).toBe(false);
        // Paper is white, whatever the screen is.
        const scheme = await page().evaluate(() => {
          const { documentElement: root } = document;
          const { theme = 'light' } = root.dataset;
          root.dataset['theme'] = 'dark';
          const { colorScheme } = getComputedStyle(root);
          root.dataset['theme'] = theme;
          return colorScheme;
        });
        expect(scheme).toBe('light');
        const read = await window.readScreen();
        await window.debug.send('Emulation.setEmulatedMedia', { media: '' });
        expect(readBadge(read)).not.toBeNull();
        const badge = Buffer.from(read).toString();
        await button('Done').click();
        await dialog().waitFor({ state: 'detached' });
        expect(await page().content()).not.toContain(badge);
        return badge;
      };
      const add = async (): Promise<void> => {
        await button('Add someone').click();
        await page().getByLabel(/^Name/).fill('Kim Petersen');
        await page().keyboard.press('Enter');
      };
      await add();
      const first = await shownBadge();
      await member.getByText('Driver · Number 1 · badge').waitFor();
      await add();
      await dialog().getByText('Someone at this depot already has this name.').waitFor();
      await page().keyboard.press('Escape');
      await dialog().waitFor({ state: 'detached' });

      await act('New PIN').click();
      await page().getByLabel(/^PIN/).fill('12345');
      await page().keyboard.press('Enter');
      await dialog().getByRole('alert').getByText('6 to 12 digits').waitFor();
      await page().getByLabel(/^PIN/).fill('٤٨٠١٥٢');
      await page().keyboard.press('Enter');
      await said('Kim Petersen has a new PIN.').waitFor();
      await member.getByText('badge and PIN').waitFor();
      await act('Remove PIN').click();
      await button('Remove').click();
      await said('Kim Petersen no longer has a PIN.').waitFor();

      await act('New badge').click();
      await dialog().getByText('The old badge stops working').waitFor();
      await button('Create the badge').click();
      expect(await shownBadge()).not.toBe(first);
      await act('Remove…').click();
      await button('Remove').click();
      await said('Kim Petersen has been removed.').waitFor();
      await member.waitFor({ state: 'detached' });
      const { id } = await depotNow();
      const other = { name: 'Ana María Sommer-Nowakowska', role: 'it' };
      await at().central.staff('POST', `/v1/depots/${id}/staff`, other);
      await page().getByText('IT · Number 2 · badge').waitFor();
    });

    test('reads in the audit what was done, to things by their names', async () => {
      await page().getByRole('link', { name: 'Audit log' }).click();
      const line = page().getByRole('listitem').filter({ hasText: 'added a webhook' });
      await line.getByText('Grace').waitFor();
      await line.getByText('depot: Berlin South').waitFor();
      await page().getByLabel('Kind').selectOption('changed a depot');
      await page().waitForURL('**act=depot-changed**');
      await page().getByRole('listitem').filter({ hasText: 'changed a depot' }).first().waitFor();
      expect(await line.count()).toBe(0);
    });
  });
};
