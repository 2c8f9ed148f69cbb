import { useTranslation } from 'react-i18next';
import type { Locale } from '../../../../renderer/i18n/moment.ts';
import type { Instant } from '../../../../shared/protocol/ids.ts';
import { fullMomentOf } from '../../verify/moments.ts';
import type { Told } from '../../verify/tell-delivery.ts';

/** What terminals and people are called where it is known; else their ids. */
export type NameOf = (id: string) => string;

const HAND_OVERS = ['code', 'pass', 'override', 'token'] as const;
const isHandOver = (what: Told['what']): what is (typeof HAND_OVERS)[number] =>
  HAND_OVERS.some((one) => one === what);

/** What a record says, in words. */
export const useToldWords = (): ((told: Told) => string) => {
  const { t } = useTranslation('proof');
  return ({ what, undone }) => {
    if (isHandOver(what)) return t(`happened.${what}`);
    const outcome = t(`outcome.${what}`);
    return undone ? t('happened.undone', { outcome }) : outcome;
  };
};

/**
 * The sentence that a delivery's proof comes to; `gist` null: nothing was handed in. `say`: the time of
 * day, with its zone where that is not the depot's.
 */
export const useGistWords = (say: (at: Instant) => string): ((gist: Told | null) => string) => {
  const { t } = useTranslation('proof');
  return (gist) => {
    if (gist === null) return t('said.nothing');
    const time = say(gist.at);
    const { what, judged } = gist;
    if (!isHandOver(what)) return t('said.exception', { time, outcome: t(`outcome.${what}`) });
    if (judged?.reason !== null || what === 'token') return t('said.unproved', { time });
    return t(`said.${what}`, { time });
  };
};

/** Everything that was handed in about a delivery, and what each is worth. */
export const ToldList = ({
  told,
  locale,
  nameOf,
}: {
  readonly told: readonly Told[];
  readonly locale: Locale;
  readonly nameOf: NameOf;
}) => {
  const { t } = useTranslation('proof');
  const wordsOf = useToldWords();
  if (told.length === 0) return null;
  return (
    <section>
      <h2>{t('happened.title')}</h2>
      <ol className="told">
        {told.map((one) => (
          <li key={`${one.terminal} ${one.sequence}`}>
            <time>{fullMomentOf(one.at, locale)}</time>
            <p>
              <strong>{wordsOf(one)}</strong>
            </p>
            {one.judged !== null && one.judged.reason !== null && (
              <p>{t(`reason.${one.judged.reason}`)}</p>
            )}
            {one.judged?.remarks.map((remark) => (
              <p key={remark}>{t(`remark.${remark}`)}</p>
            ))}
            <p className="hint">
              {t('happened.record', { number: one.sequence, terminal: nameOf(one.terminal) })}
            </p>
          </li>
        ))}
      </ol>
      <p className="hint">{t('happened.clock')}</p>
    </section>
  );
};
