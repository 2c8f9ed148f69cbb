import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../client/client.ts';
import { central } from '../../api/client.ts';
import { boardQuery, terminalsQuery } from '../../api/queries.ts';
import { Heading } from '../../components/heading.tsx';
import { RoomTitle } from '../../components/room-title.tsx';
import { WithoutDepot } from '../../components/without-depot.tsx';
import { Loading } from '../../frame/failures.tsx';
import { type Depot, useChosenDepot } from '../../frame/use-depot.ts';
import { nextName } from '../terminals/next-name.ts';
import { type Offer, Sheet } from './sheet.tsx';
import { WhichNames } from './which-names.tsx';
import './enrol-page.css';
import { useMutationOnce } from '../../api/use-mutation-once.ts';

/** A shift: a sheet is carried to terminals that are anywhere in the depot. */
const MINUTES = 480;

const Enrolment = ({ depot }: { readonly depot: Depot }) => {
  const { t } = useTranslation('enrol');
  const { data: terminals, error } = useQuery(terminalsQuery(depot.id));
  // What the time is where central is: the codes end by that.
  useQuery(boardQuery(depot.id));
  const [before, setBefore] = useState<ReadonlySet<string>>(new Set());
  // What is still to come is not lost if one is refused.
  const [wanted, setWanted] = useState<readonly string[]>([]);
  const [offers, setOffers] = useState<readonly Offer[]>([]);
  const make = useMutationOnce({
    // One after the other: each is an act of its own, and none is lost if a later one is refused.
    mutationFn: async (names: readonly string[]) => {
      for (const name of names) {
        const made = await answerOf(
          central.POST('/v1/depots/{depot}/enrolment-codes', {
            params: { path: { depot: depot.id } },
            body: { name, minutes: MINUTES },
          }),
        );
        setOffers((all) => [...all.filter((one) => one.name !== name), { name, ...made }]);
      }
    },
  });
  if (terminals === undefined) {
    if (error !== null) throw error;
    return <Loading />;
  }
  if (wanted.length === 0) {
    return (
      <>
        <Heading>{t('several')}</Heading>
        <p>{t('what')}</p>
        <WhichNames
          first={nextName(terminals)}
          onNames={(names) => {
            setBefore(new Set(terminals.map(({ id }) => id)));
            setWanted(names);
            make.mutate(names);
          }}
        />
      </>
    );
  }
  const unmade = wanted.filter((one) => offers.every(({ name }) => name !== one));
  return (
    <Sheet
      depot={depot.name}
      offers={offers}
      unmade={unmade}
      isMaking={make.isPending}
      enrolled={terminals.filter(({ id }) => !before.has(id))}
      hasFailed={make.isError}
      onAgain={(names) => make.mutate(names)}
    />
  );
};

/** Lets many terminals in: a sheet with a code for each, and who has come by now. */
export const EnrolPage = () => {
  const { t } = useTranslation();
  const { t: of } = useTranslation('enrol');
  const depot = useChosenDepot();
  return (
    <>
      <RoomTitle room={t('terminals.room')} />
      <div className="enrol-page">
        {depot === null ? <WithoutDepot /> : <Enrolment key={depot.id} depot={depot} />}
        <p className="not-printed">
          <Link className="quiet-button" to="/terminals">
            {of('back')}
          </Link>
        </p>
      </div>
    </>
  );
};
