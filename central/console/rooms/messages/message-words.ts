import type { TFunction } from 'i18next';
import type { Message } from '../../api/messages.ts';
import type { en } from '../../words/messages/en.ts';

type T = TFunction<'messages'>;
type Why = keyof (typeof en)['why'];
type Next = keyof (typeof en)['next'];

/** Why a message does not arrive, and what helps. */
export const NEXT: Readonly<Record<Why, Next>> = {
  'no-number': 'number',
  'not-mobile': 'number',
  'bad-number': 'number',
  'unreachable-number': 'number',
  blocked: 'number',
  expired: 'call',
  refused: 'account',
  silent: 'call',
  unreachable: 'wait',
  busy: 'wait',
  'not-authorised': 'account',
  'no-answer': 'wait',
  'not-understood': 'account',
  late: 'wait',
  'sent-after-all': 'wrong',
};

const isWhy = (text: string): text is Why => Object.hasOwn(NEXT, text);

/** Why somebody must look at a message, as a key of the words; null: nobody must. */
export const whyOf = ({ trouble, reason }: Pick<Message, 'trouble' | 'reason'>): Why | null => {
  if (trouble === null) return null;
  if (trouble === 'silent' || trouble === 'sent-after-all') return trouble;
  if (reason !== null && isWhy(reason)) return reason;
  return trouble === 'failed' ? 'refused' : 'late';
};

/** Whether only another number helps: to this one nothing gets. */
export const needsNumber = (why: Why | null): boolean => why !== null && NEXT[why] === 'number';

/** What helps. Where it was no code, the customer is only to be told. */
export const nextOf = (why: Why, { kind }: Pick<Message, 'kind'>, t: T): string => {
  const next = NEXT[why];
  return t(`next.${kind !== 'code' && next !== 'wrong' && next !== 'wait' ? 'change' : next}`);
};

/** A reason as a sentence's end says it. */
export const reasonWords = (reason: string | null, t: T): string =>
  reason !== null && isWhy(reason) ? t(`why.${reason}`) : t('unknown');

/** How a message stands, and since or until when. */
export const stateWords = (
  { state, due, awaitsDocking, acceptedAt, endedAt }: Message,
  moment: (at: number) => string,
  t: T,
): string => {
  if (awaitsDocking) return t('state.awaitsDocking');
  const at = { waiting: due, accepted: acceptedAt, delivered: endedAt } as const;
  const when = state in at ? at[state as keyof typeof at] : null;
  return t(`state.${state}`, { moment: when === null ? '' : moment(when) });
};
