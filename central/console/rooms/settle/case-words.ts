import type { TFunction } from 'i18next';
import type { Case } from '../../api/cases.ts';

type Settled = NonNullable<Case['settled']>;
/** What is decided, and why, as one word. */
export type Decision = {
  readonly as: 'counted' | 'dismissed' | 'noted';
  readonly code: Settled['code'];
};

const FAMILIES = {
  'second-hand-over': 'second',
  'no-presence': 'no-presence',
  'no-such-delivery': 'no-such-delivery',
  forked: 'log',
  'broken-chain': 'log',
  gap: 'gap',
  'rolled-back': 'rolled-back',
  'bad-signature': 'foreign',
  'other-terminal': 'foreign',
  'missing-evidence': 'evidence',
  'altered-detail': 'evidence',
  'outside-validity': 'remark',
  'after-revocation': 'remark',
  'after-withdrawal': 'remark',
  'was-cancelled': 'remark',
  'after-wiped': 'remark',
  'nobody-home': 'exception',
  'refused-by-customer': 'exception',
  damaged: 'exception',
  'wrong-address': 'exception',
  'no-access': 'exception',
} as const satisfies Record<Case['code'], string>;

/** What kind of question a case is: why it matters, and what can be decided. */
export type Family = (typeof FAMILIES)[keyof typeof FAMILIES] | 'handOver';

export const familyOf = ({ code, entry }: Pick<Case, 'code' | 'entry'>): Family => {
  const family = FAMILIES[code];
  return entry === 'hand-over' && (family === 'log' || family === 'gap') ? 'handOver' : family;
};

const counted = (code: Settled['code']): Decision => ({ as: 'counted', code });
const dismissed = (code: Settled['code']): Decision => ({ as: 'dismissed', code });
const noted = (code: Settled['code']): Decision => ({ as: 'noted', code });

/** What can be decided, the likeliest first. */
const DECISIONS: Readonly<Record<Family, readonly Decision[]>> = {
  second: [dismissed('first-is-right'), counted('second-is-right'), dismissed('other')],
  'no-presence': [
    dismissed('not-handed-over'),
    dismissed('device-fault'),
    dismissed('test'),
    dismissed('other'),
  ],
  'no-such-delivery': [
    counted('customer-has-it'),
    dismissed('not-handed-over'),
    dismissed('other'),
  ],
  handOver: [
    counted('customer-has-it'),
    dismissed('not-handed-over'),
    dismissed('copied-device'),
    dismissed('other'),
  ],
  log: [
    dismissed('copied-device'),
    dismissed('device-fault'),
    dismissed('test'),
    dismissed('other'),
  ],
  gap: [dismissed('all-in-order'), dismissed('device-fault'), dismissed('other')],
  'rolled-back': [dismissed('device-fault'), dismissed('copied-device'), dismissed('other')],
  foreign: [dismissed('device-fault'), dismissed('test'), dismissed('other')],
  evidence: [dismissed('all-in-order'), dismissed('device-fault'), dismissed('other')],
  remark: [
    dismissed('all-in-order'),
    dismissed('device-fault'),
    dismissed('test'),
    dismissed('other'),
  ],
  exception: [
    noted('comes-again'),
    noted('customer-collects'),
    noted('goes-back'),
    noted('claim'),
    noted('other'),
  ],
};

/** What can be decided of a case. */
export const decisionsOf = (one: Case): readonly Decision[] =>
  DECISIONS[familyOf(one)].filter(({ as }) => one.choices.includes(as));

type T = TFunction<'settle'>;

/** What happened, in a line. */
export const titleOf = ({ code, terminal }: Pick<Case, 'code' | 'terminal'>, t: T): string =>
  t(`title.${code}`, { terminal: terminal.name });

/** Who settled a case: somebody by their name, or central itself. */
export const settlerOf = ({ as, by }: Pick<Settled, 'as' | 'by'>, t: T): string =>
  as === 'resolved' ? t('central') : by;

/** What was decided, as a button or a history says it. */
export const decisionWords = (as: Settled['as'], code: Settled['code'], t: T): string =>
  t(`decide.${as}/${code}` as 'decide.noted/other');
