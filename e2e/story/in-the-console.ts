import type { Page } from 'playwright-core';
import { followLink } from '../../central/src/testing/people.ts';
import { openTelephone } from '../support/telephone.ts';
import type { Step, Story } from './story.ts';

/** What a page that was loaded anew has not. */
const OPEN_SINCE = 'openSince';

const consoleOf = ({ console: open }: Story): Page => {
  if (open === undefined) throw new Error('the console is not open');
  return open;
};

/** What the depot's room says of the day's stops, once that holds. */
const stopsOf = async (open: Page, closed: RegExp): Promise<string> => {
  const said = open.locator('.stops-line').filter({ hasText: closed });
  await said.waitFor({ timeout: 60_000 });
  return (await said.textContent()) ?? '';
};

export const consoleOpens: Step = {
  id: 'console-opens',
  isInConsole: true,
  play: async (story) => {
    const { central, display, onEnd } = story.world;
    const { name, browser } = await followLink(central.url, central.setUpLink(), 'Nadia Brandt');
    const window = await openTelephone('about:blank', display);
    onEnd(window.close);
    story.console = window.page;
    await window.resize({ width: 1280, height: 800 });
    await window.debug.send('Network.setCookie', {
      url: central.url,
      name: 'kerbside',
      value: browser.cookie(),
      httpOnly: true,
      sameSite: 'Strict',
    });
    await window.page.goto(`${central.url}/`);
    const said = await stopsOf(window.page, /^0 of \d+ stops closed/);
    await window.page.evaluate((mark) => {
      document.documentElement.dataset[mark] = 'yes';
    }, OPEN_SINCE);
    return `${name} has the console open, and sees: ${said}`;
  },
};

export const consoleSaw: Step = {
  id: 'console-live',
  isInConsole: true,
  play: async (story) => {
    const open = consoleOf(story);
    const said = await stopsOf(open, /^[1-9]\d* of \d+ stops closed/);
    const isSame = await open.evaluate(
      (mark) => document.documentElement.dataset[mark] === 'yes',
      OPEN_SINCE,
    );
    if (!isSame) throw new Error('the console was loaded anew');
    return `without a touch, and although central was away, the console says: ${said}`;
  },
};
