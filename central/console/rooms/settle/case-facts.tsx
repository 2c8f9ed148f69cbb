import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { acceptancesQuery, type Case, type Exception, exceptionsQuery } from '../../api/cases.ts';
import { Fact } from '../../components/fact.tsx';
import { NotLoaded } from '../../components/not-loaded.tsx';
import { useMay } from '../../frame/use-may.ts';
import { useMoment } from '../../frame/use-moment.ts';
import { Proofs } from './proofs.tsx';

/** A fact in somebody's words. */
const Said = ({ name, children }: { readonly name: string; readonly children: string }) => (
  <Fact label={name}>
    <bdi>{children}</bdi>
  </Fact>
);

/** What a driver says of a delivery that was not delivered. */
const DriverSaid = ({ last }: { readonly last: Exception | undefined }) => {
  const { t } = useTranslation('settle');
  if (last === undefined) return null;
  const { note, details, signed } = last;
  return (
    <>
      {details.note !== 'none' && (
        <Said name={t('fact.note')}>{details.note === 'erased' ? t('erased') : note}</Said>
      )}
      {signed && (
        <Said name={t('fact.signed')}>{details.strokes === 'erased' ? t('erased') : t('yes')}</Said>
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
  const exceptions = useQuery({
    ...exceptionsQuery(depot, delivery?.id ?? ''),
    enabled: maySeeProof && delivery !== null && kind === 'exception',
  });
  const proofs = useQuery({
    ...acceptancesQuery(depot, delivery?.id ?? ''),
    enabled: maySeeProof && delivery !== null && kind === 'finding',
  });
  const { data: acceptances = [] } = proofs;
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
            <Said name={t('fact.delivery')}>
              {[delivery.shortId, delivery.customer, ...delivery.address]
                .filter((part) => part !== '')
                .join(' · ')}
            </Said>
            <Said name={t('fact.route')}>{delivery.route}</Said>
          </>
        )}
        {/* What the proofs say is not said twice. */}
        {acceptances.length === 0 && (
          <>
            <Said name={t('fact.terminal')}>{terminal.name}</Said>
            {driver !== null && <Said name={t('fact.driver')}>{driver.name}</Said>}
            {claimed !== null && <Said name={t('fact.when')}>{moment(claimed.at)}</Said>}
            <Said name={t('fact.came')}>{moment(lastAt)}</Said>
            {kind === 'finding' && <Said name={t('fact.entry')}>{record}</Said>}
          </>
        )}
        {times > 1 && <Said name={t('fact.happened')}>{t('times', { count: times })}</Said>}
        <DriverSaid last={exceptions.data?.find(({ undone }) => !undone)} />
      </dl>
      <NotLoaded asked={[exceptions, proofs]} />
      {acceptances.length > 0 && <Proofs acceptances={acceptances} one={one} />}
    </>
  );
};
