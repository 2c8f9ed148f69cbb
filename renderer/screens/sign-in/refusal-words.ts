import type { TFunction } from 'i18next';
import type { SignInRefusal } from '../../../shared/terminal/sign-in.ts';
import type { Locale } from '../../i18n/moment.ts';
import { momentAtOf } from '../../i18n/moment.ts';

type Speaker = { readonly t: TFunction; readonly locale: Locale; readonly now: number };

/** What happened at the sign-in, and what to do next. */
export const refusalWords = (refusal: SignInRefusal, { t, locale, now }: Speaker): string => {
  switch (refusal.reason) {
    case 'not-recorded':
      return `${t(`problem.${refusal.problem}.what`)} ${t(`problem.${refusal.problem}.next`)}`;
    case 'wrong-pin': {
      const { attemptsLeft: left } = refusal;
      const what = t('signIn.refused.wrong-pin');
      return left === null ? what : `${what} ${t('signIn.triesLeft', { count: left })}`;
    }
    case 'pin-locked': {
      const { until } = refusal;
      if (until === null) return t('signIn.refused.pin-locked');
      if (until <= now) return t('signIn.tryAgain');
      return t('signIn.waitUntil', { moment: momentAtOf(until, now, t, locale) });
    }
    default:
      return t(`signIn.refused.${refusal.reason}`);
  }
};
