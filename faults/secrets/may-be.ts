import type { Kind, Needle } from './needles.ts';

/** The places that are looked at. */
export type Place =
  | 'files'
  | 'log of the terminal'
  | 'log of central'
  | 'environment'
  | 'line'
  | 'memory of the window'
  | 'memory of the main process'
  | 'memory of another part of the app';

type MayBe = Readonly<Partial<Record<Kind, string>>>;
const ON_SCREEN = 'the driver has to find the door: the route is on the screen';
const AT_DOOR = 'the depot says it to the driver, who reads it at the door';

/** What may be where, and why. What does not stand here may be nowhere. */
const BY_PLACE: Readonly<Record<Place, MayBe>> = {
  files: {},
  'log of the terminal': {},
  'log of central': {},
  environment: {},
  line: {
    customer: 'the manifest; beyond one machine it travels in TLS',
    address: 'the manifest; beyond one machine it travels in TLS',
    note: 'the manifest; beyond one machine it travels in TLS',
    'given-phone': 'the manifest, because the depot gives its numbers out',
    'enrolment-token': 'it is what the terminal shows to central, once',
  },
  'memory of the window': {
    customer: ON_SCREEN,
    address: ON_SCREEN,
    note: AT_DOOR,
    'given-phone': AT_DOOR,
  },
  'memory of the main process': {
    customer: ON_SCREEN,
    address: ON_SCREEN,
    note: AT_DOOR,
    'given-phone': AT_DOOR,
    key: 'it signs and derives with them; who reads its memory can ask the keychain as well',
    'enrolment-token': 'the text that was scanned; it is worth nothing any more',
  },
  'memory of another part of the app': {
    customer: ON_SCREEN,
    address: ON_SCREEN,
    note: AT_DOOR,
    'given-phone': AT_DOOR,
  },
};

/** Files that hold something of the kind; in all others it may not be. The first that fits counts. */
const BY_FILE: readonly (readonly [file: RegExp, kinds: MayBe])[] = [
  [
    /\/central\/outbox\//,
    { code: "it stands for the customers' telephones", phone: 'whose telephone it is' },
  ],
  [/\/central\/operator\.token$/, { 'operator-token': 'where the operator finds it' }],
  [/\/central\/central\.key$/, { key: 'the master key, apart from the database' }],
  [
    /\/central\/postgres\//,
    {
      customer: 'central plans with them',
      address: 'central plans with them',
      phone: 'central sends the SMS',
      note: 'central plans with it',
      'given-phone': 'central gives it to the terminal',
    },
  ],
];

/** Whether what was found may be in this place; for files by the file's name. */
export const mayBe = (place: Place, { canary }: Needle, file = ''): boolean => {
  const kinds = BY_FILE.find(([name]) => place === 'files' && name.test(file))?.[1];
  return (kinds ?? BY_PLACE[place])[canary.kind] !== undefined;
};
