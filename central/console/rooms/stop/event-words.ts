import type { TFunction } from 'i18next';
import type { StoryEvent } from '../../api/dispatch.ts';
import { listOf, numberOf } from '../../words/quantities.ts';

/** What is said of an event: what happened, more of it, who or what did it, and how it looks. */
export type Said = {
  readonly words: string;
  readonly more: readonly string[];
  readonly who: readonly string[];
  readonly kind: 'good' | 'bad' | 'late' | 'plain';
};

/** What is done with a stop that its story has, by its name in the audit. */
export const STORY_ACTS = [
  'route-assigned',
  'delivery-changed',
  'delivery-moved',
  'code-renewed',
  'message-sent-again',
  'telephone-shown',
  'delivery-cancelled',
  'instructions-changed',
  'delivery-split',
  'override-shown',
  'pass-issued',
  'pass-withdrawn',
  'delivery-erased',
  'exception-settled',
] as const;
type Act = (typeof STORY_ACTS)[number];
const isAct = (act: string): act is Act => STORY_ACTS.some((known) => known === act);

const FIELDS = ['arrival', 'notBefore', 'notAfter', 'customer', 'address', 'phone', 'language'];
type Field = 'arrival' | 'notBefore' | 'notAfter' | 'customer' | 'address' | 'phone' | 'language';
const isField = (field: string): field is Field => FIELDS.includes(field);

const CANCELLED = ['cancelled', 'address-wrong', 'merged'] as const;
const DECIDED = ['comes-again', 'customer-collects', 'goes-back', 'claim', 'other'] as const;

type Of<W extends StoryEvent['what']> = Extract<StoryEvent, { what: W }>;

const actWords = (
  { act, fields, from, to, terminal }: Of<'act'>,
  s: TFunction<'stop'>,
  language: string,
): string => {
  if (!isAct(act)) return act;
  if (act === 'delivery-moved' && from === to) return s('act.moved-within');
  const named = fields.filter(isField).map((field) => s(`field.${field}`));
  return s(`act.${act}`, {
    fields: listOf(named, language),
    from: from ?? '–',
    to: to ?? '–',
    terminal: terminal ?? '–',
  });
};

/** Why somebody did something, or what they decided: as they chose it, and as they wrote it. */
const actWhy = ({ act, code, reason }: Of<'act'>, s: TFunction<'stop'>): readonly string[] => {
  if (act === 'delivery-cancelled') {
    const chosen = CANCELLED.find((one) => one === reason);
    return chosen === undefined ? [] : [s(`cancel.${chosen}`)];
  }
  const decided = DECIDED.find((one) => act === 'exception-settled' && one === code);
  const isSaid = reason !== null && (act === 'override-shown' || act === 'exception-settled');
  return [...(decided === undefined ? [] : [s(`decided.${decided}`)]), ...(isSaid ? [reason] : [])];
};

const messageWhy = (reason: string | null, s: TFunction<'stop'>): readonly string[] =>
  reason === 'not-mobile' || reason === 'no-number' ? [s(`why.${reason}`)] : [];

const placesOf = (place: string | null): readonly string[] => (place === null ? [] : [place]);
const noteOf = (note: string, s: TFunction<'stop'>): readonly string[] =>
  note === '' ? [] : [s('event.note', { note })];

/** An event of a stop's story in the words of whoever reads. */
export const wordsOf = (
  event: StoryEvent,
  t: TFunction,
  s: TFunction<'stop'>,
  language: string,
): Said => {
  const plain = { more: [], who: [], kind: 'plain' } as const;
  switch (event.what) {
    case 'created':
      return { ...plain, words: s('event.created'), who: event.by === null ? [] : [event.by] };
    case 'act': {
      const { act, by } = event;
      return {
        words: actWords(event, s, language),
        more: actWhy(event, s),
        who: [by],
        kind: act === 'override-shown' ? 'late' : 'plain',
      };
    }
    case 'code-made':
      return { ...plain, words: s('event.codeMade', { terminal: event.terminal.name }) };
    case 'code-withdrawn':
      return {
        ...plain,
        words: s('event.codeWithdrawn', { terminal: event.terminal.name }),
        who: event.by === null ? [] : [event.by],
      };
    case 'message': {
      const state = s(`sent.${event.state}`);
      const isFailed = event.state === 'failed';
      return {
        words: s(`message.${event.kind}`, { state }),
        more: isFailed ? messageWhy(event.reason, s) : [],
        who: [],
        kind: isFailed ? 'bad' : 'plain',
      };
    }
    case 'attempt': {
      const left = event.attemptsLeft === null ? '' : numberOf(event.attemptsLeft, language);
      return { ...plain, words: s(`refusal.${event.reason}`, { left }), kind: 'bad' };
    }
    case 'exception':
      return {
        ...plain,
        words: t(`routes.outcome.${event.outcome}`),
        more: noteOf(event.note, s),
        kind: 'bad',
      };
    case 'exception-undone':
      return { ...plain, words: s('event.undone') };
    case 'hand-over':
      return {
        ...plain,
        words: s('event.handOver', { by: t(`routes.by.${event.by}`) }),
        more: [
          [t(`routes.to.${event.to}`), ...placesOf(event.place)].join(': '),
          ...noteOf(event.note, s),
          ...(event.counted ? [] : [s('event.notCounted')]),
        ],
        kind: event.counted ? (event.by === 'override' ? 'late' : 'good') : 'bad',
      };
    case 'finding':
      return {
        ...plain,
        words: s(event.isOpen ? 'event.finding' : 'event.findingWas'),
        who: [event.terminal.name],
        kind: event.isOpen ? 'bad' : 'plain',
      };
    case 'finding-settled':
      return {
        ...plain,
        words: s(`event.${event.as}`),
        more: [event.reason],
        who: [event.by],
      };
  }
};
