import { setTimeout as wait } from 'node:timers/promises';
import { STEPS } from '../../e2e/story/steps.ts';
import type { Step, Story } from '../../e2e/story/story.ts';
import { allCanaries, codeCanaries, textCanary } from './canaries.ts';
import { INSTRUCTED_CANARIES, instructStops, readInstructions } from './instructed.ts';
import type { Canary } from './needles.ts';
import { keychainEnv } from './processes.ts';

/** Stops at which no step of the story shows a code: these codes are typed. */
const TYPED = 9;
const BY_DISPATCHER = 10;
const LEFT_STANDING = 8;

/** A little longer than what is shown again is the same event. */
const SAME_EVENT_MS = 11_000;

/** What the day needs of the story, up to the driver's work and after it. */
const BEFORE: readonly string[] = ['enrol', 'dock-pull', 'sms-sent'];
const AT_WORK: readonly string[] = [
  'offline',
  'parcel-scan',
  'accept',
  'replay-refused',
  'wrong-customer-refused',
  'typo-not-counted',
];
const AT_LAST: readonly string[] = ['dock-push'];

/** What is learnt on the way, to be looked for. */
export type Learnt = {
  enrolmentToken: string;
  /** The dispatcher's code for a stop, with its hyphen. */
  override: string;
  /** What was typed wrongly, and was left standing for a while. */
  mistyped: string;
  /** Codes, keys and people: known when the SMS are sent. */
  canaries: readonly Canary[];
};

/** All that is known by now. */
export const knownCanaries = ({
  enrolmentToken,
  override,
  mistyped,
  canaries,
}: Learnt): Canary[] => [
  ...canaries,
  ...INSTRUCTED_CANARIES,
  textCanary('the enrolment token', 'enrolment-token', enrolmentToken),
  ...(override === '' ? [] : codeCanaries("the dispatcher's code", override)),
  ...(mistyped === '' ? [] : [textCanary('a mistyped code', 'code', mistyped)]),
];

/** To the list of stops, from wherever the story left the window. */
const toRoute = async ({ world }: Story): Promise<void> => {
  const { page } = world.app;
  const verdict = page.locator('main.verdict');
  if ((await verdict.count()) > 0) {
    await verdict.locator('.big-button').click();
    await verdict.waitFor({ state: 'detached' });
  }
  const back = page.locator('main.door .door-back');
  if ((await back.count()) > 0) await back.click();
  const dock = page.locator('main.dock .big-button');
  if ((await dock.count()) > 0) await dock.click();
  await page.locator('main.route').waitFor();
};

const openStop = async (story: Story, position: number): Promise<void> => {
  await toRoute(story);
  const stop = story.stops.find((one) => one.position === position);
  await story.world.line.write(`]C100${stop?.labels[0]}\r`);
  await story.world.app.page.locator('main.door').waitFor();
};

const typeText = async ({ world }: Story, text: string): Promise<void> => {
  const keypad = world.app.page.locator('.keypad');
  for (const character of text.replace('-', '')) {
    await keypad.getByRole('button', { name: character, exact: true }).click();
  }
};

const accepted = (story: Story): Promise<void> =>
  story.world.app.page.locator('main.verdict[data-tone="accepted"]').waitFor({ timeout: 15_000 });

const codeOf = ({ codes }: Story, position: number): string => codes.get(position)?.bare ?? '';

/** The depot makes the enrolment code, and whoever made it knows its token. */
const hearToken = (enrol: Step, learnt: Learnt): Step => ({
  id: enrol.id,
  play: async (story) => {
    const { central } = story.world;
    const enrolmentCode: typeof central.staff.enrolmentCode = async (...of) => {
      const made = await central.staff.enrolmentCode(...of);
      learnt.enrolmentToken = made.code.split('/')[1] ?? '';
      return made;
    };
    story.world.central = { ...central, staff: { ...central.staff, enrolmentCode } };
    return enrol.play(story);
  },
});

const dispatcherCode = (learnt: Learnt): Step => ({
  id: 'dispatcher-code',
  play: async (story) => {
    const [, reference = ''] = story.codes.get(BY_DISPATCHER)?.qr.split('/') ?? [];
    const { staff } = story.world.central;
    const asked = { reference, reason: 'Customer has no telephone', person: 'Alex Meyer' };
    learnt.override = (await staff.override(asked)).code;
    learnt.canaries = await allCanaries(story, keychainEnv());
    return 'central showed the code once';
  },
});

/** Customers read codes out, the driver types them: the one way on which the window has them. */
const typedCodes = (learnt: Learnt): Step => ({
  id: 'typed-codes',
  play: async (story) => {
    const { page } = story.world.app;
    await openStop(story, TYPED);
    await typeText(story, codeOf(story, TYPED));
    await accepted(story);
    await openStop(story, BY_DISPATCHER);
    await page.locator('main.door .door-no-code').click();
    await page.locator('.side-button.step-side').click();
    await page.locator('main.door[data-asks="override"]').waitFor();
    await typeText(story, learnt.override);
    await accepted(story);
    return "a customer's and the dispatcher's code were typed and accepted";
  },
});

const instructionsRead: Step = {
  id: 'instructions-read',
  play: async (story) => {
    await toRoute(story);
    return readInstructions(story);
  },
};

/** A code that was typed wrongly stands in the field to be corrected; `look` sees it there. */
const leftStanding = (learnt: Learnt, look: (story: Story) => Promise<void>): Step => ({
  id: 'left-standing',
  play: async (story) => {
    const code = codeOf(story, LEFT_STANDING).replace('-', '');
    learnt.mistyped = `${code.startsWith('7') ? '8' : '7'}${code.slice(1)}`;
    await openStop(story, LEFT_STANDING);
    await typeText(story, learnt.mistyped);
    await story.world.app.page.locator('.code-field[data-mood="mistyped"]').waitFor();
    await look(story);
    return 'a mistyped code stood in the field';
  },
});

/** Back at the route, with every code of the day judged. Ends as the next step expects it. */
const doorsLeft = (look: (story: Story) => Promise<void>): Step => ({
  id: 'doors-left',
  play: async (story) => {
    await toRoute(story);
    await look(story);
    // What was shown a moment ago is still the same act of showing it.
    await wait(SAME_EVENT_MS);
    await story.world.line.write(`]Q1${story.codes.get(TYPED)?.qr}\r`);
    await story.world.app.page.locator('main.verdict').waitFor();
    return 'every door was left';
  },
});

export type Looks = {
  readonly whileTyped: (story: Story) => Promise<void>;
  readonly afterwards: (story: Story) => Promise<void>;
};

/**
 * A day on which every secret passes through every part, in steps for the story.
 *
 * @param whole with every step of the story, or those that are enough
 */
export const stepsOf = (whole: boolean, learnt: Learnt, looks: Looks): readonly Step[] => {
  const named = (ids: readonly string[]) => STEPS.filter(({ id }) => ids.includes(id));
  const before = named(BEFORE).map((step) => {
    if (step.id === 'dock-pull') return instructStops(step);
    return step.id === 'enrol' ? hearToken(step, learnt) : step;
  });
  const typed = [
    typedCodes(learnt),
    instructionsRead,
    leftStanding(learnt, looks.whileTyped),
    doorsLeft(looks.afterwards),
  ];
  const rest = STEPS.filter(({ id }) => !BEFORE.includes(id));
  return [
    ...before,
    dispatcherCode(learnt),
    ...(whole ? [...rest, ...typed] : [...named(AT_WORK), ...typed, ...named(AT_LAST)]),
  ];
};
