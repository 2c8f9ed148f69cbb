import { useTranslation } from 'react-i18next';
import type { Verdict } from '../../verify/verdict.ts';
import type { NameOf } from './told-list.tsx';

type PlaceFaults = Extract<Verdict, { kind: 'delivery' }>['report']['faults'];

/** What is wrong with the records of a delivery's proof. */
export const Faults = ({
  faults,
  nameOf,
}: {
  readonly faults: PlaceFaults;
  readonly nameOf: NameOf;
}) => {
  const { t } = useTranslation('proof');
  return (
    <section className="faults">
      <h2>{t('file.wrongTitle')}</h2>
      <ul>
        {faults.map(({ terminal, sequence, fault }) => (
          <li key={`${terminal} ${sequence} ${fault}`}>
            {t('happened.record', { number: sequence, terminal: nameOf(terminal) })}{' '}
            {t(`placeFault.${fault}`)}.
          </li>
        ))}
      </ul>
    </section>
  );
};
