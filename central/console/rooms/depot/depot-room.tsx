import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import { type Board, boardQuery } from '../../api/queries.ts';
import { Heading } from '../../components/heading.tsx';
import { Notice } from '../../components/notice.tsx';
import { RoomTitle } from '../../components/room-title.tsx';
import { Stale } from '../../components/stale.tsx';
import { StopsBar } from '../../components/stops-bar.tsx';
import { WithoutDepot } from '../../components/without-depot.tsx';
import { Loading } from '../../frame/failures.tsx';
import { type Depot, useChosenDepot } from '../../frame/use-depot.ts';
import { listOf } from '../../words/quantities.ts';
import { TerminalCard } from './terminal-card.tsx';
import './depot-room.css';

/** How the depot stands, in one sentence that is read from three metres. */
const Sentence = ({ counts }: Pick<Board, 'counts'>) => {
  const { t, i18n } = useTranslation();
  const { total, out, needsYou } = counts;
  const open = [
    ...(out > 0 ? [t('depot.out', { count: out })] : []),
    ...(needsYou > 0 ? [t('depot.needsYou', { count: needsYou })] : []),
  ];
  const isAll = open.length === 0;
  return (
    <Heading className="sentence">
      <span>
        {isAll ? t('depot.allIn', { count: total }) : t('depot.in', { count: counts.in, total })}
      </span>
      {/* Between the two, and not in the second: there it would not be seen. */}
      {isAll ? null : ' '}
      {isAll ? null : <span>{listOf(open, i18n.language)}.</span>}
    </Heading>
  );
};

type Group = {
  readonly title: 'depot.needsTitle' | 'depot.outTitle' | 'depot.inTitle';
  readonly states: readonly Board['terminals'][number]['state'][];
};
const OPEN: readonly Group[] = [
  { title: 'depot.needsTitle', states: ['needs-you'] },
  { title: 'depot.outTitle', states: ['out'] },
];
const BACK: Group = { title: 'depot.inTitle', states: ['waiting', 'ready', 'in'] };

/** Those that wait for something first, then by how late they are, then as the depot names them. */
const inOrder = (a: Board['terminals'][number], b: Board['terminals'][number]): number => {
  const rank = ({ state }: typeof a): number => (state === 'waiting' ? 0 : 1);
  return (
    rank(a) - rank(b) ||
    b.lateMs - a.lateMs ||
    a.name.localeCompare(b.name, undefined, { numeric: true })
  );
};

const TerminalGroup = ({
  title,
  states,
  terminals,
}: Group & { readonly terminals: Board['terminals'] }) => {
  const { t } = useTranslation();
  const shown = terminals.filter(({ state }) => states.includes(state));
  if (shown.length === 0) return null;
  return (
    <section className="terminal-group">
      <h2>
        {t(title)} <span className="count">{shown.length}</span>
      </h2>
      <ul>
        {shown.toSorted(inOrder).map((terminal) => (
          <TerminalCard key={terminal.id} terminal={terminal} />
        ))}
      </ul>
    </section>
  );
};

const NONE: Board['terminals'] = [];

const DepotBoard = ({ depot }: { readonly depot: Depot }) => {
  const { t } = useTranslation();
  const { data: board, isError, error } = useQuery(boardQuery(depot.id));
  // The sentence does not wait for the cards: there may be five hundred.
  const terminals = useDeferredValue(board?.terminals ?? NONE);
  if (board === undefined) {
    if (isError) throw error;
    return <Loading />;
  }
  if (board.counts.total === 0) {
    return (
      <Notice
        title={t('depot.none')}
        act={
          <Link className="button" to="/terminals">
            {t('terminals.room')}
          </Link>
        }
      >
        <p>{t('depot.noneNext')}</p>
      </Notice>
    );
  }
  return (
    <div className="depot-room">
      <Sentence counts={board.counts} />
      <StopsBar stops={board.stops} />
      {isError && <Stale at={board.at} />}
      <div className="open-groups">
        {OPEN.map((group) => (
          <TerminalGroup key={group.title} {...group} terminals={terminals} />
        ))}
      </div>
      <TerminalGroup {...BACK} terminals={terminals} />
    </div>
  );
};

/** Who has come back, who has not, and what needs somebody: without a touch. */
export const DepotRoom = () => {
  const { t } = useTranslation();
  const depot = useChosenDepot();
  return (
    <>
      <RoomTitle room={t('depot.room')} />
      {depot === null ? <WithoutDepot /> : <DepotBoard key={depot.id} depot={depot} />}
    </>
  );
};
