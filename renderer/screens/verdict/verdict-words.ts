import type { TFunction } from 'i18next';
import { assertNever } from '../../../shared/assert-never.ts';
import type { Instant } from '../../../shared/protocol/ids.ts';
import type { StopView, VerdictView } from '../../../shared/terminal/view/view.ts';
import type { Locale } from '../../i18n/moment.ts';
import { asSentence, momentAtOf, momentOf } from '../../i18n/moment.ts';
import { acceptedWords } from './accepted-words.ts';
import type { VerdictWords } from './says.ts';

type Speaker = { readonly t: TFunction; readonly locale: Locale; readonly now: number };
type Refused = VerdictView['verdict'] & { readonly result: 'refused' };

const placeOf = (stop: StopView | null) => stop?.address[0] ?? null;

export const wordsOf = (view: VerdictView, speaker: Speaker): VerdictWords =>
  view.verdict.result === 'refused'
    ? refusedWords(view.verdict, view.stop, speaker)
    : acceptedWords(view.verdict, view.stop, speaker.t);

/** Minutes for which anybody would wait at a door. */
const LONGEST_WAIT = 60;

/** Until when, and how long that is: whoever stands at a door asks for the second. */
const lockedWords = (
  until: Instant | null,
  { t, locale, now }: Speaker,
): Pick<VerdictWords, 'what' | 'next'> => {
  if (until === null) {
    return { what: t('verdict.refused.locked.what'), next: t('verdict.refused.locked.next') };
  }
  // In steps of ten: a number that changes each second is read out each second.
  const seconds = Math.ceil((until - now) / 10_000) * 10;
  if (seconds <= 0) {
    return { what: t('verdict.refused.locked.what'), next: t('verdict.refused.locked.nextOpen') };
  }
  const next = () => {
    if (seconds < 60) return t('verdict.refused.locked.nextSeconds', { count: seconds });
    const minutes = Math.ceil(seconds / 60);
    return minutes <= LONGEST_WAIT
      ? t('verdict.refused.locked.nextMinutes', { count: minutes })
      : t('verdict.refused.locked.next');
  };
  return {
    what: t('verdict.refused.locked.whatUntil', { moment: momentAtOf(until, now, t, locale) }),
    next: next(),
  };
};

/** The wait is said with the code that leads to it, not with the next one. */
const nextAfterWrong = (left: number, waitUntil: Instant | null, { t, now }: Speaker): string => {
  if (left === 0) return t('verdict.refused.wrong-code.nextNone');
  const seconds = waitUntil === null ? 0 : Math.ceil((waitUntil - now) / 10_000) * 10;
  if (seconds <= 0) return t('verdict.refused.wrong-code.next');
  return seconds < 60
    ? t('verdict.refused.wrong-code.nextSeconds', { count: seconds })
    : t('verdict.refused.wrong-code.nextMinutes', { count: Math.ceil(seconds / 60) });
};

const refusedWords = (
  verdict: Refused,
  stop: StopView | null,
  { t, locale, now }: Speaker,
): VerdictWords => {
  const { refusal } = verdict;
  const { reason } = refusal;
  const moment = (at: Instant) => momentOf(at, now, t, locale);
  const title = t(`verdict.refused.${reason}.title`);
  const act = t('verdict.understood');
  switch (reason) {
    case 'mistyped':
    case 'unreadable':
      return {
        title,
        what: t(`verdict.refused.${reason}.what`),
        next: t(`verdict.refused.${reason}.next`),
        act: t(`verdict.refused.${reason}.act`),
      };
    case 'locked':
      return { title, ...lockedWords(refusal.until, { t, locale, now }), act };
    case 'revoked':
    case 'not-for-this-terminal':
      return {
        title,
        what: t(`verdict.refused.${reason}.what`),
        next: t(`verdict.refused.${reason}.next`, { count: stop?.parcels.length || 1 }),
        act,
      };
    case 'lease-ended':
      return {
        title,
        what: t('verdict.refused.lease-ended.what', {
          moment: momentAtOf(refusal.since, now, t, locale),
        }),
        next: t('verdict.refused.lease-ended.next'),
        act,
      };
    case 'unknown-delivery':
    case 'clock-untrusted':
    case 'store-rolled-back':
      return {
        title,
        what: t(`verdict.refused.${reason}.what`),
        next: t(`verdict.refused.${reason}.next`),
        act,
      };
    case 'wrong-customer': {
      // The street is enough to find it; whose code it is concerns nobody at this door.
      const place = placeOf(verdict.otherStop);
      return {
        title,
        what:
          place === null
            ? t('verdict.refused.wrong-customer.whatUnknown')
            : t('verdict.refused.wrong-customer.what', { place }),
        next:
          stop === null
            ? t('verdict.refused.wrong-customer.nextUnknown')
            : t('verdict.refused.wrong-customer.next', { customer: stop.customer }),
        act,
      };
    }
    case 'wrong-code':
      return {
        title,
        what: t('verdict.refused.wrong-code.what', { count: refusal.attemptsLeft }),
        next: nextAfterWrong(refusal.attemptsLeft, verdict.waitUntil, { t, locale, now }),
        act,
      };
    case 'older-code':
      return {
        title,
        what: t('verdict.refused.older-code.what'),
        next: t('verdict.refused.older-code.next'),
        act,
      };
    case 'already-used': {
      if (refusal.at !== null && verdict.justNow) {
        return {
          title: t('verdict.acceptedBefore.title'),
          what: asSentence(moment(refusal.at), locale.language),
          next: t('verdict.acceptedBefore.next'),
          act: t('verdict.accepted.act'),
        };
      }
      if (refusal.at === null) {
        return {
          title,
          what: t('verdict.refused.already-used.whatToken'),
          next: t('verdict.refused.already-used.nextToken'),
          act,
        };
      }
      const place = placeOf(stop);
      const by = verdict.byYou ? 'byYou' : 'byOther';
      const at = moment(refusal.at);
      const what =
        place === null
          ? t(`verdict.refused.already-used.${by}NoPlace`, { moment: at })
          : t(`verdict.refused.already-used.${by}`, { moment: at, place });
      return {
        title,
        what: asSentence(what, locale.language),
        next: t('verdict.refused.already-used.next', { count: stop?.parcels.length ?? 1 }),
        act,
      };
    }
    case 'not-yet-valid':
      return {
        title,
        what: t('verdict.refused.not-yet-valid.what', { moment: moment(refusal.from) }),
        next: t('verdict.refused.not-yet-valid.next'),
        act,
      };
    case 'expired':
      return {
        title,
        what: t('verdict.refused.expired.what', { moment: moment(refusal.since) }),
        next: t('verdict.refused.expired.next'),
        act,
      };
    default:
      return assertNever(reason);
  }
};
