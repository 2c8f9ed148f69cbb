import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { acceptancesQuery, type Case, exceptionsQuery } from '../../api/cases.ts';
import { useMay } from '../../frame/use-may.ts';
import { useMoment } from '../../frame/use-moment.ts';
import { Proofs } from './proofs.tsx';

/** A name and what is so, in a list of facts. */
const Fact = ({ name, children }: { readonly name: string; readonly children: string }) => (
  <>
    <dt>{name}</dt>
    <dd>
      <bdi>{children}</bdi>
    </dd>
  </>
);

/** What a driver says of a delivery that was not delivered. */
const Said = ({ depot, delivery }: { readonly depot: string; readonly delivery: string }) => {
  const { t } = useTranslation('settle');
  const { data = [] } = useQuery(exceptionsQuery(depot, delivery));
  const [last] = data.filter(({ undone }) => !undone);
  if (last === undefined) return null;
  const { note, details, signed } = last;
  return (
    <>
      {details.note !== 'none' && (
        <Fact name={t('fact.note')}>{details.note === 'erased' ? t('erased') : note}</Fact>
      )}
      {signed && (
        <Fact name={t('fact.signed')}>{details.strokes === 'erased' ? t('erased') : t('yes')}</Fact>
      )}
    </>
  );
};

/** What is known of a case: the delivery, the terminal, the record; and the proofs, if it has any. */
export const CaseFacts = ({ one }: { readonly one: Case }) => {
  const { t } = useTranslation('settle');
  const moment = useMoment();
  const { depot, delivery, terminal, driver, claimed, lastAt, times, sequence, entry, kind } = one;
  const maySeeProof = useMay('proof', depot);
  const { data: acceptances = [] } = useQuery({
    ...acceptancesQuery(depot, delivery?.id ?? ''),
    enabled: maySeeProof && delivery !== null && kind === 'finding',
  });
  const kinds = { 'hand-over': t('kind.handOver') } as const;
  const record = t('entryKind', {
    kind:
      entry === null ? t('kind.report') : entry === 'hand-over' ? kinds[entry] : t('kind.other'),
    sequence,
  });
  return (
    <>
      <dl className="pane-facts case-details">
        {delivery !== null && (
          <>
            <Fact name={t('fact.delivery')}>
              {[delivery.shortId, delivery.customer, ...delivery.address]
                .filter((part) => part !== '')
                .join(' · ')}
            </Fact>
            <Fact name={t('fact.route')}>{delivery.route}</Fact>
          </>
        )}
        {/* What the proofs say is not said twice. */}
        {acceptances.length === 0 && (
          <>
            <Fact name={t('fact.terminal')}>{terminal.name}</Fact>
            {driver !== null && <Fact name={t('fact.driver')}>{driver.name}</Fact>}
            {claimed !== null && <Fact name={t('fact.when')}>{moment(claimed.at)}</Fact>}
            <Fact name={t('fact.came')}>{moment(lastAt)}</Fact>
            {kind === 'finding' && <Fact name={t('fact.entry')}>{record}</Fact>}
          </>
        )}
        {times > 1 && <Fact name={t('fact.happened')}>{t('times', { count: times })}</Fact>}
        {kind === 'exception' && delivery !== null && maySeeProof && (
          <Said depot={depot} delivery={delivery.id} />
        )}
      </dl>
      {acceptances.length > 0 && <Proofs acceptances={acceptances} one={one} />}
    </>
  );
};
