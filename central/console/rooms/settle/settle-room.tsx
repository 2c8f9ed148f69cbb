import { useQuery } from '@tanstack/react-query';
import { Link, useMatch, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type Alike, caseCountsQuery } from '../../api/cases.ts';
import { Heading } from '../../components/heading.tsx';
import { RoomTitle } from '../../components/room-title.tsx';
import { WithoutDepot } from '../../components/without-depot.tsx';
import { Loading } from '../../frame/failures.tsx';
import { type Depot, useChosenDepot } from '../../frame/use-depot.ts';
import { CaseList } from './case-list.tsx';
import { CasePanel } from './case-panel.tsx';
import type { CaseSearch } from './case-search.ts';
import '../../components/panes.css';
import './settle-room.css';

const VIEWS = [
  { show: undefined, words: 'open' },
  { show: 'yours', words: 'yours' },
  { show: 'decided', words: 'decided' },
] as const;

/** Which cases: each choice is an address. */
const Views = ({ search, open, own }: { search: CaseSearch; open: number; own: number }) => {
  const { t } = useTranslation('settle');
  const counts = { open, yours: own, decided: null };
  return (
    <nav className="views" aria-label={t('show')}>
      {VIEWS.map(({ show, words }) => (
        <Link
          key={words}
          to="/settle"
          search={({ depot }) => ({
            ...(depot === undefined ? {} : { depot }),
            ...(show === undefined ? {} : { show }),
            ...(search.terminal === undefined ? {} : { terminal: search.terminal }),
          })}
          className="view-choice"
          activeOptions={{ exact: true }}
          aria-current={search.show === show ? 'true' : undefined}
        >
          {t(words)}
          {counts[words] === null ? null : <span className="count">{counts[words]}</span>}
        </Link>
      ))}
    </nav>
  );
};

const sumOf = (alike: readonly Alike[]): number => alike.reduce((sum, { count }) => sum + count, 0);

const Cases = ({ depot }: { readonly depot: Depot }) => {
  const { t } = useTranslation('settle');
  const search = useSearch({ from: '/signed-in/settle' });
  const chosen = useMatch({ from: '/signed-in/settle/$case', shouldThrow: false });
  const { data: counts, error } = useQuery(caseCountsQuery(depot.id));
  if (counts === undefined) {
    if (error !== null) throw error;
    return <Loading />;
  }
  /** Of what the sentence counts, how much is a record, and how much a stop that was not delivered. */
  const kindsOf = (alike: readonly Alike[]): string =>
    (['finding', 'exception'] as const)
      .map((kind) => [kind, sumOf(alike.filter((one) => one.kind === kind))] as const)
      .filter(([, count]) => count > 0)
      .map(([kind, count]) => t(kind === 'finding' ? 'records' : 'notDelivered', { count }))
      .join(' · ');
  const isDecided = search.show === 'decided';
  const id = chosen === undefined ? null : Number(chosen.params.case);
  return (
    <div className={id === null ? 'panes' : 'panes has-pane'}>
      <div className="pane-list">
        <Heading className="sentence">
          {isDecided
            ? t('decidedTitle')
            : counts.open === 0
              ? t('none')
              : t('sentence', { count: counts.open })}
        </Heading>
        {!isDecided && counts.open > 0 && <p>{kindsOf(counts.alike)}</p>}
        <p className="hint">{isDecided ? t('decidedUnder') : t('under')}</p>
        <Views search={search} open={counts.open} own={counts.own} />
        <CaseList depot={depot.id} search={search} alike={counts.alike} chosen={id} />
      </div>
      {id === null ? (
        counts.open > 0 && <p className="pane choose hint">{t('choose')}</p>
      ) : (
        <CasePanel key={id} depot={depot.id} id={id} search={search} />
      )}
    </div>
  );
};

/** What needs a decision, and what was decided. */
export const SettleRoom = () => {
  const { t } = useTranslation();
  const depot = useChosenDepot();
  return (
    <>
      <RoomTitle room={t('settle.room')} />
      {depot === null ? <WithoutDepot /> : <Cases key={depot.id} depot={depot} />}
    </>
  );
};
