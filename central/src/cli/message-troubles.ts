/** What the command line knows of a message that a person must look at. */
export type Troubled = {
  readonly kind: 'code' | 'time-changed' | 'cancelled';
  readonly reason: string | null;
  readonly trouble: string | null;
};

/** Why a message does not arrive, as a person needs to hear it. */
const WHY: Readonly<Record<string, string>> = {
  'no-number': 'The delivery has no number.',
  'not-mobile': 'This is no mobile number.',
  'bad-number': 'The network does not know this number.',
  'unreachable-number': 'The telephone cannot be reached.',
  blocked: 'The customer or the network blocks these messages.',
  expired: 'The telephone was off for too long.',
  refused: 'The provider refuses this message: look into its account.',
  silent: 'The network has not said that it arrived. The telephone may be off.',
};

const ANOTHER_NUMBER =
  'Ask the customer for another number and enter it (delivery change --phone): the code goes there at once. Otherwise an override opens the stop.';
const CALL = 'Call the customer; an override opens the stop.';

/** What to do about a code that does not arrive. */
const FOR_CODE: Readonly<Record<string, string>> = {
  'no-number': ANOTHER_NUMBER,
  'not-mobile': ANOTHER_NUMBER,
  'bad-number': ANOTHER_NUMBER,
  'unreachable-number': ANOTHER_NUMBER,
  blocked: ANOTHER_NUMBER,
};

/** The same for what follows a change. */
const FOR_CHANGE = {
  'time-changed': 'Tell the customer the new time.',
  cancelled: 'Tell the customer that the delivery is cancelled.',
} as const;

/** What holds messages up, whatever they are about. Central keeps trying. */
const DELAYS: Readonly<Record<string, string>> = {
  unreachable: 'Central cannot reach the provider, and keeps trying. Check the connection.',
  busy: 'The provider is overloaded, and central keeps trying.',
  'not-authorised':
    'The provider refuses central’s account, and central keeps trying. Check its settings.',
  'no-answer': 'The provider does not answer, and central keeps trying. Ask the provider.',
  'not-understood':
    'The provider’s answer makes no sense, and central keeps trying. Check its settings.',
  late: 'It waits longer than it should. Check that central and its provider work.',
};

const SENT_AFTER_ALL =
  'It went out while it was taken back. Tell the customer that the code is not valid.';

/** Why a person must look at a message, and what to do; empty: nobody must. */
export const whatToDo = ({ kind, reason, trouble }: Troubled): string => {
  if (trouble === null) return '';
  if (trouble === 'sent-after-all') return SENT_AFTER_ALL;
  const key = trouble === 'silent' ? trouble : (reason ?? trouble);
  const why = WHY[key];
  if (why === undefined) return DELAYS[key] ?? DELAYS['late'] ?? '';
  return `${why} ${kind === 'code' ? (FOR_CODE[key] ?? CALL) : FOR_CHANGE[kind]}`;
};
