import { useTranslation } from 'react-i18next';
import type { Locale } from '../../../../renderer/i18n/moment.ts';
import { SpokenKey } from '../../components/spoken-key.tsx';
import { fullMomentOf } from '../../verify/moments.ts';
import type { Verdict } from '../../verify/verdict.ts';
import { listOf } from '../../words/quantities.ts';

/** How far a delivery's proof goes: what each signature stands for, and what nobody has signed. */
export const Grounds = ({
  verdict,
  locale,
}: {
  readonly verdict: Extract<Verdict, { kind: 'delivery' }>;
  readonly locale: Locale;
}) => {
  const { t, i18n } = useTranslation('proof');
  const { told, issued, root, report } = verdict;
  const isProved = told.some(({ judged }) => judged?.reason === null);
  const erased = [...new Set(report.erased.flatMap(({ details }) => details))];
  return (
    <div className="grounds">
      <section>
        <h2>{t('ground.title')}</h2>
        <ul>
          {told.length > 0 && <li>{t('ground.terminal')}</li>}
          {isProved && <li>{t('ground.code')}</li>}
          <li>{t('ground.central', { moment: fullMomentOf(issued, locale) })}</li>
          {erased.length > 0 && (
            <li>
              {t('ground.erased', {
                details: listOf(
                  erased.map((name) => t(`detail.${name}`)),
                  i18n.language,
                ),
              })}
            </li>
          )}
        </ul>
        <h3>{t('ground.root')}</h3>
        <SpokenKey groups={root} />
        <p className="hint">{t('ground.compare')}</p>
      </section>
      <section>
        <h2>{t('ground.notTitle')}</h2>
        <ul>
          <li>{t('ground.notRoot')}</li>
          <li>{t('ground.notWhole')}</li>
          {told.length > 0 && <li>{t('ground.notSaid')}</li>}
        </ul>
      </section>
    </div>
  );
};
