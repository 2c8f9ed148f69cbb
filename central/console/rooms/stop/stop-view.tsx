import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { timeOf } from '../../../../renderer/i18n/moment.ts';
import type { Instant } from '../../../../shared/protocol/ids.ts';
import { dayNumber } from '../../../../shared/protocol/time/zoned-day.ts';
import { casesOfQuery } from '../../api/cases.ts';
import type { Stop } from '../../api/dispatch.ts';
import { Fact } from '../../components/fact.tsx';
import { Heading } from '../../components/heading.tsx';
import { NotLoaded } from '../../components/not-loaded.tsx';
import { RoomTitle } from '../../components/room-title.tsx';
import { CloseIcon } from '../../frame/icons.tsx';
import { useLocale } from '../../frame/use-locale.ts';
import { useMay } from '../../frame/use-may.ts';
import { useMoment } from '../../frame/use-moment.ts';
import { StopStanding } from '../routes/stop-standing.tsx';
import { ActBar } from './acts/act-bar.tsx';
import { Done, type Message } from './acts/done.tsx';
import { type Act, STOP_ACTS, type StopAct } from './acts/offered.ts';
import { useActAddress } from './acts/use-act-address.ts';
import { Story } from './story.tsx';
import './stop-view.css';
import { lazyPart } from '../../components/lazy-part.tsx';

const Facts = ({ stop }: { readonly stop: Stop }) => {
  const { t: s } = useTranslation('stop');
  const locale = useLocale();
  const moment = useMoment();
  const { address, arrival, notBefore, notAfter, parcels, shortId } = stop;
  const isOneDay = dayNumber(notBefore, locale.zone) === dayNumber(notAfter, locale.zone);
  const facts: readonly (readonly [string, string])[] = [
    [s('reference'), shortId],
    [s('expected'), moment(arrival)],
    [
      s('valid'),
      s('fromTo', {
        from: timeOf(notBefore as Instant, locale),
        to: isOneDay ? timeOf(notAfter as Instant, locale) : moment(notAfter),
      }),
    ],
    [s('address'), address.join(', ')],
    [s('parcels'), parcels.join(', ')],
  ];
  return (
    <dl className="stop-facts">
      {facts.map(([name, value]) => (
        <Fact key={name} label={name}>
          <bdi>{value}</bdi>
        </Fact>
      ))}
    </dl>
  );
};

const StopActs = lazyPart(async () => (await import('./acts/stop-acts.tsx')).StopActs);
const isOfStop = (act: Act | undefined): act is StopAct => STOP_ACTS.some((known) => known === act);

/** Whether there can be anything to prove: a terminal has handed something in. */
const isTold = ({ handOver, exception, status }: Stop): boolean =>
  handOver !== null || exception !== null || status === 'undelivered' || status === 'delivered';

/** What must be decided of a stop: a way to each of its open cases. */
const OpenCases = ({ depot, id }: Pick<Stop, 'depot' | 'id'>) => {
  const { t: s } = useTranslation('stop');
  const asked = useQuery(casesOfQuery(depot, id));
  return (
    <>
      <NotLoaded asked={[asked]} />
      {asked.data?.map((one) => (
        <Link key={one.id} className="button" to="/settle/$case" params={{ case: `${one.id}` }}>
          {s('toCase')}
        </Link>
      ))}
    </>
  );
};

/** One stop: how it stands, and its whole story. */
export const StopView = ({
  stop,
  isBeside,
}: {
  readonly stop: Stop;
  readonly isBeside: boolean;
}) => {
  const { t: s } = useTranslation('stop');
  const mayProve = useMay('proof', stop.depot);
  const { id, route, address, customer, phoneEnd } = stop;
  const [street = customer] = address;
  const [message, setMessage] = useState<Message | null>(null);
  const { act, close } = useActAddress();
  return (
    <article className="stop-view">
      <RoomTitle room={street} />
      <div>
        <Link
          className="back"
          to="/routes/$route"
          params={{ route: route.id }}
          resetScroll={!isBeside}
        >
          {isBeside ? (
            <>
              <CloseIcon />
              {s('close')}
            </>
          ) : (
            s('backTo', { route: route.name })
          )}
        </Link>
        <Heading level={isBeside ? 2 : 1}>
          <bdi>{street}</bdi>
        </Heading>
        <p>
          <bdi>{customer}</bdi>
          {phoneEnd !== null && ` · ${s('phone', { end: phoneEnd })}`}
        </p>
      </div>
      <StopStanding stop={stop} isNext={false} isAll />
      {message !== null && <Done message={message} />}
      <OpenCases depot={stop.depot} id={id} />
      <ActBar stop={stop} />
      <Facts stop={stop} />
      {mayProve ? (
        <>
          {isTold(stop) && (
            <Link className="quiet-button" to="/proof/$delivery" params={{ delivery: id }}>
              {s('proof')}
            </Link>
          )}
          <Story delivery={id} level={isBeside ? 3 : 2} />
        </>
      ) : (
        <p className="hint">{s('noStory')}</p>
      )}
      <Suspense>
        {isOfStop(act) && (
          <StopActs
            act={act}
            stop={stop}
            onDone={(outcome) => {
              setMessage(outcome.message);
              close();
            }}
            onClose={close}
          />
        )}
      </Suspense>
    </article>
  );
};
