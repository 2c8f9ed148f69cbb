import { expect, test } from 'vitest';
import { lookAt, pictureOf, SIZES } from './screens/look.ts';
import { endWithout } from './screens/reach.ts';
import { delivery } from './screens/sample-stops.ts';
import { SCREENS } from './screens/sample-views.ts';
import { prepared, windowForTests } from './screens/window-for-tests.ts';

const { armed, done, open, openDoor, press, shown, window } = windowForTests();

const toPlace = async (to: 'neighbour' | 'safe-place') => {
  await window.page.locator('.door-hand-to').click();
  await window.page.locator(`.hand-over-recipient[data-outcome="${to}"]`).click();
};
/** Touches the keys of a text, turning the pages as it needs to. */
const touch = async (text: string) => {
  for (const character of text) {
    if (character === ' ') {
      await press('Space');
      continue;
    }
    const key = window.page
      .locator('.letter-pad')
      .getByRole('button', { name: character, exact: true });
    if ((await key.count()) === 0) await window.page.locator('.letter-page').click();
    await key.click();
  }
};

test("a neighbour's name is written by touch alone (D5)", async () => {
  await openDoor();
  await toPlace('neighbour');
  await window.page.getByRole('textbox').click();
  await touch('MÜLLER, 12A');
  await press('Done');
  await armed();
  await press('Next');
  await done();
  expect(await window.takeAsked()).toEqual([
    prepared({ recipient: { to: 'neighbour', who: 'Müller, 12A' } }),
  ]);
});

test('a usual safe place is one touch, and a neighbour next door is (D5)', async () => {
  for (const [to, choice, said] of [
    ['safe-place', 'Garage', { to: 'safe-place', where: 'Garage' }],
    ['neighbour', '25', { to: 'neighbour', who: '25' }],
  ] as const) {
    await openDoor();
    await toPlace(to);
    await press(choice);
    await done();
    expect(await window.takeAsked()).toEqual([prepared({ recipient: said })]);
  }
});

test('a note is written by touch where there is no keyboard (D5)', async () => {
  await openDoor();
  await endWithout(window, 'nobody-home');
  await window.page.getByRole('textbox').click();
  await touch('HUND');
  await press('Done');
  expect(await window.page.getByRole('textbox').inputValue()).toBe('Hund');
});

test('what is written is taken back by a key, and a keyboard writes as well', async () => {
  await openDoor();
  await toPlace('neighbour');
  await window.page.getByRole('textbox').click();
  await window.page.keyboard.type('Luksza', { delay: 60 });
  await window.page.locator('.letter-delete').click();
  expect(await window.page.locator('.writing-text').textContent()).toBe('Luksz');
  await window.page.keyboard.press('Escape');
  expect(await window.page.getByRole('textbox').inputValue()).toBe('Luksz');
  // Nothing of it was typed at the door behind.
  await window.page.keyboard.press('Escape');
  await window.page.keyboard.press('Escape');
  await window.page.locator('main.door').waitFor();
  expect(await shown()).toBe('··········');
});

test('a search of one result opens it by the large button (D4)', async () => {
  const fidi = SCREENS.route.stops.find(({ address }) => address[0] === 'Fidicinstraße 40');
  if (fidi === undefined) throw new Error('there is no such stop');
  const found = { ...SCREENS.route, stops: [fidi], matching: 1, search: 'FIDI' };
  const opened = { channel: 'stop/open', input: { delivery: delivery(8) } };
  await open(found);
  await armed();
  await press('Start stop 8');
  expect(await window.takeAsked()).toEqual([opened]);
  await open(found);
  await press(/^Search$/);
  await armed();
  await press('Start stop 8');
  expect(await window.takeAsked()).toEqual([opened]);
});

test('a search without a result says so, and leads back to the whole route (D4)', async () => {
  await open(SCREENS['route-search-none']);
  expect(await window.page.locator('.route-none').count()).toBe(1);
  await armed();
  await press('Back to the route');
  expect(await window.takeAsked()).toEqual([
    { channel: 'route/look', input: { filter: 'all', search: '', from: null } },
  ]);
});

test('the letters have room for gloves at every size', async () => {
  const faults: string[] = [];
  for (const size of SIZES) {
    await window.resize(size);
    await openDoor();
    await toPlace('neighbour');
    faults.push(...(await lookAt(window, 'place', { picture: pictureOf('place', size, 'en') })));
    await window.page.getByRole('textbox').click();
    for (const page of ['letters', 'accents']) {
      const picture = pictureOf(page, size, 'en');
      faults.push(...(await lookAt(window, 'writing', { picture })));
      await window.page.locator('.letter-page').click();
    }
  }
  expect(faults).toEqual([]);
});
