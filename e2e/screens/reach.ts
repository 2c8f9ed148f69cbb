import type { ExceptionOutcome } from '../../shared/protocol/outcome.ts';
import type { DoorView, ScreenView } from '../../shared/terminal/view/view.ts';
import type { AuditRules } from './audit-layout.ts';
import { BY_HAND } from './by-hand.ts';
import type { OpenWindow } from './open-window.ts';

/** The doors at which all of the code is typed. */
const typedAt = /^door-.*(mistyped|verifying)/;

/** Lists of stops, of what came and of what IT looks at may be longer than the screen; a door or a verdict may not. */
const scrolling: readonly (readonly [RegExp, string])[] = [
  [/^route/, '.route-stops'],
  [/^(history|findings)/, '.history-rows'],
  [/^scanner-test/, '.scanner-test-reading'],
  [/^display/, '.display-body'],
  [/^door-instructions/, '.instructions-body'],
  [/^setup/, '.setup'],
  [/^setup/, '.setup-state'],
  [/^it-/, '.it-body'],
];

const CLIPPED = [
  '.door-who',
  '.door-whose',
  '.door-said-words',
  '.step-who',
  '.step-chosen',
  '.kept-name',
];
/** Where a name or an address of any length, or of signs as wide as a sentence, ends in an ellipsis. */
const CLIPPED_WHERE_ENDLESS = [
  '.stop-street',
  '.stop-customer',
  '.route-title',
  '.history-stop',
  '.verdict-what',
  '.verdict-where',
  '.verdict-next',
  '.dock-name',
  '.dock-route',
  '.dock-phase',
];

/** What must hold on the screen of this name, besides what holds on all of them. */
export const rulesFor = (name: string): AuditRules => ({
  mayScroll: scrolling.filter(([of]) => of.test(name)).map(([, part]) => part),
  mayClip: name.endsWith('-endless')
    ? [...CLIPPED, ...CLIPPED_WHERE_ENDLESS]
    : name.endsWith('-long')
      ? CLIPPED
      : // Who is signed in may be called at any length.
        name === 'route-signed-in'
        ? ['.route-title']
        : // What the depot calls a parcel has one line.
          name.startsWith('door-kept-named')
          ? ['.kept-name']
          : [],
});

/** What has been typed of a code or of a token's digits: all of it, or some. */
const typedOf = ({ form }: DoorView, all: boolean): string => {
  const text = form === 'code' ? 'K7QD92MX47' : '4820395716'.slice(0, form.digits);
  return all ? text : text.slice(0, form === 'code' ? 7 : 2);
};

/** The screen as the driver meets it: with a code typed, and its button taken for ready. */
export const reach = async (window: OpenWindow, name: string, screen: ScreenView) => {
  await window.show({ name: 'starting' });
  if (screen.name === 'door') {
    await window.show({ ...screen, entry: 'ready', elsewhere: null });
    await window.page.keyboard.type(typedOf(screen, typedAt.test(name)), BY_HAND);
  }
  await window.show(screen);
  await arm(window);
};

/** Takes buttons for ready, for the picture and for what lies over what. */
export const arm = (window: OpenWindow) =>
  window.page.evaluate(() => {
    for (const each of document.querySelectorAll<HTMLElement>('[data-armed]'))
      each.dataset['armed'] = 'true';
  });

/** From the door to its outcomes, and on to one of them. */
export const endWithout = async ({ page }: OpenWindow, outcome?: ExceptionOutcome) => {
  await page.locator('.door-no-code').click();
  if (outcome === undefined) return;
  await page.locator(`.exception-outcome[data-outcome="${outcome}"]`).click();
};
