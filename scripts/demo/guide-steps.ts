import { customersCode, EXPIRING, type SeededStop } from '../../e2e/story/seed.ts';
import type { Staff } from '../../e2e/support/central.ts';
import { en } from '../../renderer/i18n/en.ts';
import type { Seen } from './watch-app.ts';

/** What central has by now. */
export type AtCentral = {
  readonly enrolled: number;
  readonly imported: boolean;
  readonly proved: number;
};

/** Something to scan, and where its text comes from when it is scanned. */
export type Scan = {
  readonly name: string;
  /** A QR names its delivery; a bare code is for the stop that is open. */
  readonly kind: 'enrolment' | 'parcel' | 'qr' | 'bare' | 'other';
  readonly text: () => Promise<string> | string;
};

/** One thing to do, and how it is seen that the app did it. */
export type GuideStep = {
  readonly title: string;
  /** What to do. */
  readonly todo: string;
  /** What is to be noticed, once it is done. */
  readonly result: string;
  readonly scan: Scan | null;
  /** Whether the file of the day's deliveries is wanted. */
  readonly needsFile?: boolean;
  readonly isDone: (app: Seen, central: AtCentral) => boolean;
};

type Parts = {
  readonly staff: Staff;
  readonly depot: string;
  readonly stops: readonly SeededStop[];
};

const { leave } = en.dock;
/** The one that is as wide as the screen. */
const BUTTON = 'the large button';
const DOCK = en.route.dock;
const { title: ACCEPTED } = en.verdict.accepted;
const REFUSED = en.verdict.refused;

/** Whether a verdict of this title stands on the app's screen. */
const says = (title: string) => (app: Seen) => app.screen === 'verdict' && app.text.includes(title);

export const planGuide = ({ staff, depot, stops }: Parts) => {
  const stop = (position: number): SeededStop => {
    const found = stops.find((candidate) => candidate.position === position);
    if (found === undefined) throw new Error(`there is no stop ${position}`);
    return found;
  };
  const parcel = (position: number): Scan => ({
    name: `Parcel for ${stop(position).street}`,
    kind: 'parcel',
    text: () => `]C100${stop(position).labels[0]}`,
  });
  const qr = (name: string, position: number): Scan => ({
    name,
    kind: 'qr',
    text: async () => `]Q1${(await customersCode(staff, stop(position))).qr}`,
  });
  const bare = (name: string, position: number, change = (code: string) => code): Scan => ({
    name,
    kind: 'bare',
    text: async () => change((await customersCode(staff, stop(position))).bare),
  });
  const mistype = (code: string): string => `${code.startsWith('7') ? '8' : '7'}${code.slice(1)}`;
  const isAt = (position: number) => (app: Seen) =>
    app.screen === 'door' && app.text.includes(stop(position).street);

  const steps: readonly GuideStep[] = [
    {
      title: 'Enrol the device',
      todo: 'The app’s window is a handheld fresh out of its box. Scan an enrolment code for it:',
      result:
        'The depot knows this device and its keys: the console says that it is in, and trusted.',
      scan: {
        name: 'Enrolment code',
        kind: 'enrolment',
        text: async () => `]Q1${(await staff.enrolmentCode(depot, 'Handheld 1')).code}`,
      },
      isDone: (_app, { enrolled }) => enrolled > 0,
    },
    {
      title: 'Import the day’s deliveries',
      todo: 'Save this file. Then open Import in the console, choose the file, and import its deliveries:',
      result: 'Twelve deliveries of route 14. The demo assigns the route to the device.',
      scan: null,
      needsFile: true,
      isDone: (_app, { imported }) => imported,
    },
    {
      title: 'Get the route',
      todo: `In the app, touch “${leave}”, then “${DOCK}”.`,
      result: 'Twelve stops are on the device. It has no codes, only what checks them.',
      scan: null,
      isDone: (app) => app.stops > 0 || (app.screen === 'dock' && app.glance === 'ready'),
    },
    {
      title: 'Scan a parcel at the first door',
      todo: `You are at ${stop(1).street}. Scan the label of the parcel:`,
      result: 'The stop is open. The device is waiting for this customer’s code.',
      scan: parcel(1),
      isDone: isAt(1),
    },
    {
      title: 'Scan the customer’s code',
      todo: `${stop(1).customer} shows the QR that came by SMS. Scan it:`,
      result: 'Accepted, without asking anybody: it works with no network at all.',
      scan: qr('Customer’s QR', 1),
      isDone: says(ACCEPTED),
    },
    {
      title: 'Try the same code again',
      todo: 'A code works once. Wait ten seconds (before that, it counts as the same scan), then scan the same QR again:',
      result: 'Not accepted a second time: it says when it was accepted before.',
      scan: qr('The same QR', 1),
      isDone: says(en.verdict.acceptedBefore.title),
    },
    {
      title: 'Go to the next stop',
      todo: `Touch ${BUTTON} in the app. Then scan the parcel for ${stop(2).street}:`,
      result: 'The second stop is open.',
      scan: parcel(2),
      isDone: isAt(2),
    },
    {
      title: 'Try somebody else’s code',
      todo: `Scan the QR of ${stop(3).customer}, who lives elsewhere:`,
      result: 'Refused: the code is valid, but it is another customer’s.',
      scan: qr('Another customer’s QR', 3),
      isDone: says(REFUSED['wrong-customer'].title),
    },
    {
      title: 'Mistype a code',
      todo: `Touch ${BUTTON} in the app. Then scan a code with one wrong character:`,
      result: 'It is recognised as mistyped, and costs the customer no attempt.',
      scan: bare('Mistyped code', 2, mistype),
      isDone: says(REFUSED.mistyped.title),
    },
    {
      title: 'Scan the right code',
      todo: `Touch ${BUTTON} in the app. Then scan what ${stop(2).customer} really got:`,
      result: 'Accepted.',
      scan: bare('Customer’s code', 2),
      isDone: (app) => says(ACCEPTED)(app) && app.text.includes(stop(2).customer),
    },
    {
      title: 'Bring it home',
      todo: `In the app, go back to the route and touch “${DOCK}”.`,
      result:
        'The depot has both hand-overs, and has proved that the customers’ codes were there. The console already counts them.',
      scan: null,
      isDone: (_app, { proved }) => proved >= 2,
    },
  ];
  const others: readonly Scan[] = [
    bare('A wrong code', 3),
    parcel(EXPIRING),
    qr('A code that expires ten minutes after the start', EXPIRING),
    { name: 'A parcel that is on no route', kind: 'parcel', text: () => ']C100340000000000000014' },
    { name: 'Noise', kind: 'other', text: () => '\u0007\u001b[?!' },
  ];
  return { steps, others };
};

/** Why the app cannot take a scan now, for a person; null if it can. */
export const whyNotNow = (kind: Scan['kind'], app: Seen, central: AtCentral): string | null => {
  if (app.screen === '' || app.screen === 'starting') return 'The app is still starting.';
  if (app.screen === 'blocked') return 'The app says that it cannot be used: read its window.';
  if (kind === 'other') return null;
  if (kind === 'enrolment') {
    if (central.enrolled > 0) return 'The device is enrolled already.';
    return app.hasScanner ? null : 'The app has not found its scanner yet. Wait a moment.';
  }
  if (app.screen === 'setup') return 'The device is not enrolled yet: do step 1 first.';
  if (app.screen === 'dock' && app.glance === 'busy')
    return 'The device is docking. Wait a moment.';
  if (app.screen === 'dock') return `The device is in its dock: touch “${leave}” in the app first.`;
  if (app.screen === 'route' && app.stops === 0)
    return `There is no route yet: touch “${DOCK}” in the app.`;
  if (app.screen === 'verdict')
    return `The app still shows its answer: touch ${BUTTON} in it first.`;
  if (app.screen === 'route' && kind === 'bare') return 'No stop is open: scan its parcel first.';
  if (app.screen === 'door' || app.screen === 'route') return null;
  return 'The app shows another page: go back to the route in its window first.';
};
