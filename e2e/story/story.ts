import type { Page } from 'playwright-core';
import type { CustomersCode, SeededStop } from './seed.ts';
import type { World } from './world.ts';

/** What the steps hand on to each other. */
export interface Story {
  readonly world: World;
  depot: string;
  driver: string;
  route: string;
  stops: readonly SeededStop[];
  codes: Map<number, CustomersCode>;
  /** How long the code of one stop is good, in milliseconds; less than a minute if nothing is said. */
  expiresInMs?: number;
  /** The console, which somebody at the depot has open. */
  console?: Page;
}

/** One step: plays, checks, and says in a sentence what was seen. Throws if it did not hold. */
export interface Step {
  readonly id: string;
  readonly play: (story: Story) => Promise<string>;
  /** Whether its picture is of the console; else it is of the terminal. */
  readonly isInConsole?: boolean;
}

export const page = ({ world }: Story): Page => world.app.page;

export const sees = async (
  story: Story,
  text: string | RegExp,
  timeout = 15_000,
): Promise<void> => {
  await page(story).getByText(text).first().waitFor({ timeout });
};
/** As a scanner does, with the symbol's identifier: without one, a code in one burst with what came before is no scan. */
export const scan = (story: Story, text: string): void =>
  void story.world.line.write(`${text.startsWith(']') ? '' : ']Q1'}${text}\r`);

export const verdict = async (story: Story, title: string, tone: string): Promise<string> => {
  const shown = page(story).locator('main.verdict');
  await shown.getByRole('heading', { name: title, exact: true }).waitFor({ timeout: 15_000 });
  const found = await shown.getAttribute('data-tone');
  if (found !== tone) throw new Error(`'${title}' is shown as ${found}, not as ${tone}`);
  const words = await shown.getByRole('alert').locator('h1, p').allTextContents();
  return words.join(' ');
};
export const acknowledge = async (story: Story): Promise<void> => {
  const shown = page(story).locator('main.verdict');
  // What is not red goes by itself, and may be gone by now.
  await shown
    .locator('.big-button')
    .click({ timeout: 2_000 })
    .catch(() => undefined);
  await shown.waitFor({ state: 'detached' });
};

export const stopAt = (story: Story, position: number): SeededStop => {
  const stop = story.stops.find((candidate) => candidate.position === position);
  if (stop === undefined) throw new Error(`there is no stop ${position}`);
  return stop;
};
export const codeAt = (story: Story, position: number) => {
  const code = story.codes.get(position);
  if (code === undefined) throw new Error(`the customer of stop ${position} has no code`);
  return code;
};
export const openByParcel = async (story: Story, position: number): Promise<void> => {
  const { labels, street } = stopAt(story, position);
  // An SSCC and a gross weight: what the scanner says of the symbol tells where the one ends.
  scan(story, `]C100${labels[0]}3302000195`);
  await page(story).locator('main.door').getByRole('heading', { name: street }).waitFor();
};
export const closeDoor = async (story: Story): Promise<void> => {
  await page(story).locator('main.door .door-back').click();
  await page(story).locator('main.route').waitFor();
};
