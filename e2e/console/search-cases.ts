import { expect, test } from 'vitest';
import { HOSTILE_NAMES } from './dispatch-day.ts';
import { type DispatchWorld, touch } from './dispatch-world.ts';

/** One search from everywhere, by the keys alone. */
export const testSearch = (world: () => DispatchWorld): void => {
  const page = () => world().window.page;
  const field = () => page().getByRole('combobox', { name: /^Find a stop/ });
  const options = () => page().locator('.hits').getByRole('option');
  const search = async (text: string): Promise<void> => {
    await page().keyboard.press('Control+k');
    await field().waitFor();
    await page().keyboard.type(text);
  };

  test('opens a stop by its reference and Enter, and its override is four touches away', async () => {
    const { window, day } = world();
    await window.goTo('/depot');
    await search(day.stops[4]?.shortId.toLowerCase() ?? '');
    await window.countTouches();
    await page().keyboard.press('Enter');
    await page().getByRole('heading', { name: 'Chamissoplatz 25' }).waitFor();
    expect(page().url()).toContain(`/stops/${day.stops[4]?.id}`);
    await touch(
      page().getByRole('button', { name: 'Show override code…' }),
      page().getByRole('radio', { name: 'The message didn’t arrive' }),
      page().getByRole('button', { name: 'Show the code' }),
    );
    await page().locator('.large-code').waitFor();
    // The first was Enter.
    expect(await window.touches()).toBe(4);
    await touch(page().getByRole('button', { name: 'Done' }));
  });

  test.each([
    ['a house number', 'chamisso 21', /R\. Okafor/],
    ['a name without its accents', 'wisniew', /J\. Wiśniewska/],
    ['the end of a telephone', '14000002', /Café Sonne/],
    ['the end of a parcel', '14-3-1XY', /A\. Lindqvist/],
    ['a driver', 'ays', /Route 14/],
    ['a terminal', 'handheld 4', /Route 15/],
    ['a hostile name', 'donaudampf', new RegExp(HOSTILE_NAMES.long)],
  ])('finds something by %s', async (_, text, expected) => {
    await search(text);
    await options().filter({ hasText: expected }).first().waitFor();
    await page().keyboard.press('Escape');
    await field().waitFor({ state: 'detached' });
  });

  test('goes from one to the next by the arrows, says where nothing is, and is seen as well', async () => {
    const { window } = world();
    await touch(
      page()
        .getByRole('button', { name: /^Search/ })
        .first(),
    );
    await page().keyboard.type('berg');
    await options().nth(1).waitFor();
    await window.picture('console-search');
    expect(await window.faults()).toEqual([]);
    await page().keyboard.press('ArrowDown');
    expect(await options().nth(1).getAttribute('aria-selected')).toBe('true');
    await page().keyboard.press('ArrowUp');
    await page().keyboard.press('ArrowUp');
    expect(await options().last().getAttribute('aria-selected')).toBe('true');
    await field().fill('nobody at all');
    await page().getByRole('status').getByText('Nothing found.').waitFor();
    await page().keyboard.press('Escape');
  });
};
