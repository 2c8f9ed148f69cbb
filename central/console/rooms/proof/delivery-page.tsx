import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { timeOf } from '../../../../renderer/i18n/moment.ts';
import type { Instant } from '../../../../shared/protocol/ids.ts';
import { driversQuery } from '../../api/dispatch.ts';
import { terminalsQuery } from '../../api/queries.ts';
import { Fact } from '../../components/fact.tsx';
import { Fault } from '../../components/fault.tsx';
import { Heading } from '../../components/heading.tsx';
import { RoomTitle } from '../../components/room-title.tsx';
import { saveFile } from '../../components/save-file.ts';
import { Loading } from '../../frame/failures.tsx';
import { useDepots } from '../../frame/use-depot.ts';
import { gistOf } from '../../verify/gist.ts';
import { fullDayOf } from '../../verify/moments.ts';
import type { Verdict } from '../../verify/verdict.ts';
import { SaidFacts } from './delivery-facts.tsx';
import { Faults } from './faults.tsx';
import { Grounds } from './grounds.tsx';
import { type Delivery, deliveryQuery, proofQuery } from './proof-queries.ts';
import { ProofStanding } from './standing.tsx';
import { ToldList, useGistWords } from './told-list.tsx';
import './delivery-page.css';

const VERIFY = () => `${window.location.host}/verify`;

/** What is done with a proof: given away as a file, or put on paper. */
const Acts = ({ file, shortId }: { readonly file: Uint8Array<ArrayBuffer>; shortId: string }) => {
  const { t } = useTranslation('proof');
  const [isSaved, setSaved] = useState(false);
  const save = (): void => {
    saveFile(`proof-${shortId}.json`, file, 'application/json');
    setSaved(true);
  };
  return (
    <div className="proof-acts">
      <div className="acts">
        <Button className="button" onPress={save}>
          {t('act.save')}
        </Button>
        <Button className="quiet-button" onPress={() => window.print()}>
          {t('act.print')}
        </Button>
        <Link className="quiet-button" to="/proof">
          {t('act.another')}
        </Link>
      </div>
      <p className="hint" role="status">
        {isSaved && t('act.saved', { address: VERIFY() })}
      </p>
    </div>
  );
};

const Facts = ({
  delivery,
  verdict,
  nameOf,
}: {
  readonly delivery: Delivery;
  readonly verdict: Extract<Verdict, { kind: 'delivery' }>;
  readonly nameOf: (id: string) => string;
}) => {
  const { t } = useTranslation('proof');
  const gist = gistOf(verdict.told);
  const { shortId, customer, address, route, parcels } = delivery;
  const isErased = customer === '';
  return (
    <dl className="facts">
      <Fact label={t('fact.reference')}>
        <strong>{shortId}</strong>
      </Fact>
      <Fact label={t('fact.customer')}>{isErased ? t('fact.erased') : <bdi>{customer}</bdi>}</Fact>
      <Fact label={t('fact.address')}>
        {isErased ? t('fact.erased') : <bdi>{address.join(', ')}</bdi>}
      </Fact>
      <Fact label={t('fact.parcels')}>
        <bdi>{parcels.join(', ')}</bdi>
      </Fact>
      <Fact label={t('fact.route')}>
        <bdi>{route.name}</bdi> · <bdi>{route.day}</bdi>
      </Fact>
      <Fact label={t('fact.delivery')}>
        <bdi className="id">{delivery.id}</bdi>
      </Fact>
      {gist !== null && (
        <>
          <Fact label={t('fact.terminal')}>
            <bdi>{nameOf(gist.terminal)}</bdi>
          </Fact>
          {gist.driver !== null && (
            <Fact label={t('fact.driver')}>
              <bdi>{nameOf(gist.driver)}</bdi>
            </Fact>
          )}
          <SaidFacts told={gist} total={parcels.length} />
        </>
      )}
    </dl>
  );
};

const Proof = ({
  delivery,
  file,
  verdict,
}: {
  readonly delivery: Delivery;
  readonly file: Uint8Array<ArrayBuffer>;
  readonly verdict: Extract<Verdict, { kind: 'delivery' }>;
}) => {
  const { t, i18n } = useTranslation('proof');
  const depot = useDepots().find(({ id }) => id === delivery.depot);
  const { data: terminals } = useQuery(terminalsQuery(delivery.depot));
  const { data: drivers } = useQuery(driversQuery(delivery.depot));
  const locale = { language: i18n.language, zone: depot?.timeZone ?? 'UTC' };
  const sentenceOf = useGistWords((at) => timeOf(at, locale));
  const gist = gistOf(verdict.told);
  const { faults } = verdict.report;
  const nameOf = (id: string): string =>
    [...(terminals ?? []), ...(drivers ?? [])].find((one) => one.id === id)?.name ?? id;
  const day = fullDayOf(gist?.at ?? (delivery.arrival as Instant), locale);
  return (
    <article className="proof-page">
      <header>
        <Heading>{faults.length > 0 ? t('said.broken') : sentenceOf(gist)}</Heading>
        <p className="proof-day">
          {day} · <bdi>{depot?.name}</bdi>
        </p>
      </header>
      <ProofStanding gist={gist} />
      {faults.length > 0 && <Faults faults={faults} nameOf={nameOf} />}
      <Acts file={file} shortId={delivery.shortId} />
      <Facts delivery={delivery} verdict={verdict} nameOf={nameOf} />
      <ToldList told={verdict.told} locale={locale} nameOf={nameOf} />
      <Grounds verdict={verdict} locale={locale} />
      <p className="on-paper">{t('act.paper', { address: VERIFY() })}</p>
    </article>
  );
};

/** One delivery, proved: on the screen, on a sheet of paper, and as the file that central signed. */
export const DeliveryPage = () => {
  const { t } = useTranslation('proof');
  const { t: t0 } = useTranslation();
  const { delivery: id } = useParams({ from: '/signed-in/proof/$delivery' });
  const delivery = useQuery(deliveryQuery(id));
  const proof = useQuery(proofQuery(id));
  const room = t0('proof.room');
  const title = delivery.data === undefined ? room : `${room} ${delivery.data.shortId}`;
  const error = delivery.error ?? proof.error;
  if (error !== null && (delivery.data === undefined || proof.data === undefined)) throw error;
  const verdict = proof.data?.verdict;
  return (
    <>
      <RoomTitle room={title} />
      {delivery.data === undefined || proof.data === undefined || verdict === undefined ? (
        <Loading />
      ) : verdict.kind === 'delivery' ? (
        <Proof delivery={delivery.data} file={proof.data.file} verdict={verdict} />
      ) : (
        <Fault>{t('said.broken')}</Fault>
      )}
    </>
  );
};
