import { useTranslation } from 'react-i18next';
import { Fact } from '../../components/fact.tsx';
import { fullMomentOf } from '../../verify/moments.ts';
import type { Verdict } from '../../verify/verdict.ts';
import { numberOf } from '../../words/quantities.ts';
import { KnownRoot } from './known-root.tsx';
import { useOwnLocale } from './own-locale.ts';
import { WrongList } from './wrong-list.tsx';

/** What an exported audit proves of what operators did. */
export const ActsVerdict = ({
  verdict,
}: {
  readonly verdict: Extract<Verdict, { kind: 'acts' }>;
}) => {
  const { t, i18n } = useTranslation('proof');
  const locale = useOwnLocale();
  const { acts, end, faults } = verdict.report;
  const number = (n: number): string => numberOf(n, i18n.language);
  return (
    <>
      <WrongList
        isBad
        title={t('file.wrongTitle')}
        lines={faults.map(({ fault, place }) =>
          t(`acts.faults.${fault}`, { place: number(place) }),
        )}
      />
      <dl className="facts">
        <Fact label={t('acts.count')}>{number(acts)}</Fact>
        <Fact label={t('acts.endTitle')}>
          {end === null
            ? t('acts.none')
            : t('acts.end', { place: number(end.place), moment: fullMomentOf(end.at, locale) })}
        </Fact>
      </dl>
      <KnownRoot root={verdict.root} earlier={verdict.earlierRoots} />
      <WrongList
        title={t('ground.notTitle')}
        lines={[t('ground.notRoot'), t('acts.notNames'), t('acts.notLater')]}
      />
    </>
  );
};
