import { useTranslation } from 'react-i18next';
import { Fact } from '../../components/fact.tsx';
import { SpokenKey } from '../../components/spoken-key.tsx';
import type { Verdict } from '../../verify/verdict.ts';
import { listOf, numberOf } from '../../words/quantities.ts';
import { KnownRoot } from './known-root.tsx';
import { WrongList } from './wrong-list.tsx';

/** What a terminal's whole log proves. */
export const LogVerdict = ({
  verdict,
}: {
  readonly verdict: Extract<Verdict, { kind: 'log' }>;
}) => {
  const { t, i18n } = useTranslation('proof');
  const { report, root, terminal, key } = verdict;
  const { entries, acknowledged, proved, unproved, faults, erased } = report;
  const number = (n: number): string => numberOf(n, i18n.language);
  const record = (sequence: number): string => t('log.record', { number: number(sequence) });
  const counts: readonly (readonly [string, number])[] = [
    [t('log.entries'), entries],
    ...(acknowledged === null ? [] : [[t('log.acknowledged'), acknowledged] as const]),
    [t('log.proved'), proved.length],
    [t('log.overrides'), proved.filter(({ purpose }) => purpose === 'override').length],
    [t('log.unproved'), unproved.length],
  ];
  return (
    <>
      <WrongList
        isBad
        title={t('file.wrongTitle')}
        lines={faults.map(({ sequence, fault }) =>
          fault === 'bad-receipt'
            ? t('log.faults.bad-receipt')
            : `${record(sequence)} ${t(`log.faults.${fault}`)}.`,
        )}
      />
      <dl className="facts">
        {counts.map(([label, count]) => (
          <Fact key={label} label={label}>
            {number(count)}
          </Fact>
        ))}
        <Fact label={t('log.terminal')}>
          <bdi className="id">{terminal}</bdi>
        </Fact>
        <Fact label={t('log.key')}>
          <SpokenKey groups={key} />
        </Fact>
      </dl>
      <WrongList
        title={t('log.unproved')}
        lines={unproved.map(({ sequence, delivery, reason }) => (
          <>
            {record(sequence)}: {t(`reason.${reason}`)} <bdi className="id">{delivery}</bdi>
          </>
        ))}
      />
      <WrongList
        title={t('standing.remarked')}
        lines={proved.flatMap(({ sequence, delivery, remarks }) =>
          remarks.map((remark) => (
            <>
              {record(sequence)}: {t(`remark.${remark}`)} <bdi className="id">{delivery}</bdi>
            </>
          )),
        )}
      />
      <WrongList
        title={t('file.erasedTitle')}
        lines={erased.map(({ sequence, details }) => {
          const names = details.map((name) => t(`detail.${name}`));
          return `${record(sequence)}: ${listOf(names, i18n.language)}`;
        })}
      />
      {root !== null && <KnownRoot root={root} earlier={verdict.earlierRoots} />}
      <WrongList
        title={t('ground.notTitle')}
        lines={[
          t('log.notKeys'),
          t('log.notTimes'),
          t('ground.notSaid'),
          ...(root === null ? [t('log.notEnd')] : []),
        ]}
      />
    </>
  );
};
