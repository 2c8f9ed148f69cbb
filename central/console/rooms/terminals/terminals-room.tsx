import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { boardQuery, type Terminal, terminalsQuery } from '../../api/queries.ts';
import { Field } from '../../components/field.tsx';
import { Heading } from '../../components/heading.tsx';
import { RoomTitle } from '../../components/room-title.tsx';
import { VirtualList } from '../../components/virtual-list.tsx';
import { WithoutDepot } from '../../components/without-depot.tsx';
import { Loading } from '../../frame/failures.tsx';
import { type Depot, useChosenDepot } from '../../frame/use-depot.ts';
import { useMay } from '../../frame/use-may.ts';
import { TerminalRow, type TerminalTask } from './terminal-row.tsx';
import './terminals-room.css';
import { lazyPart } from '../../components/lazy-part.tsx';

const Enrol = lazyPart(async () => (await import('./enrol.tsx')).Enrol);
const Rename = lazyPart(async () => (await import('./rename.tsx')).Rename);
const Replace = lazyPart(async () => (await import('./replace.tsx')).Replace);
const Revoke = lazyPart(async () => (await import('./revoke.tsx')).Revoke);

const matches = ({ name }: Terminal, asked: string): boolean =>
  name.toLocaleLowerCase().includes(asked.trim().toLocaleLowerCase());

/** The trusted ones first, of these those with an older version; each as the depot names them. */
const inOrder = (a: Terminal, b: Terminal): number => {
  const rank = ({ status, behind }: Terminal): number => {
    if (status !== 'enrolled') return 2;
    return behind ? 0 : 1;
  };
  return rank(a) - rank(b) || a.name.localeCompare(b.name, undefined, { numeric: true });
};

type Task = { readonly kind: 'enrol' } | TerminalTask | null;

const Terminals = ({ depot }: { readonly depot: Depot }) => {
  const { t } = useTranslation();
  const { t: of } = useTranslation('enrol');
  const { data: terminals, error } = useQuery(terminalsQuery(depot.id));
  // What the time is where central is: a code's life runs down by that.
  useQuery(boardQuery(depot.id));
  const mayChange = useMay('terminals', depot.id);
  const [asked, setAsked] = useState('');
  const [task, setTask] = useState<Task>(null);
  if (terminals === undefined) {
    if (error !== null) throw error;
    return <Loading />;
  }
  const trusted = terminals.filter(({ status }) => status === 'enrolled').length;
  const behind = terminals.filter((terminal) => terminal.behind).length;
  const shown = terminals.filter((terminal) => matches(terminal, asked)).toSorted(inOrder);
  const close = (): void => setTask(null);
  return (
    <div className="terminals-room">
      <Heading>
        {terminals.length === 0 ? t('depot.none') : t('terminals.trusted', { count: trusted })}
      </Heading>
      {terminals.length === 0 && <p>{t('depot.noneNext')}</p>}
      {behind > 0 && <p className="terminals-behind">{of('behind', { count: behind })}</p>}
      <div className="terminals-tools">
        {mayChange && (
          <div className="acts">
            <Button className="button" onPress={() => setTask({ kind: 'enrol' })}>
              {t('terminals.enrol')}
            </Button>
            <Link className="quiet-button" to="/terminals/enrol">
              {of('several')}
            </Link>
          </div>
        )}
        {terminals.length > 0 && (
          <Field
            label={t('terminals.find')}
            type="search"
            value={asked}
            onChange={({ target }) => setAsked(target.value)}
          />
        )}
      </div>
      {shown.length > 0 && (
        <VirtualList
          items={shown}
          keyOf={({ id }) => id}
          rowHeight={150}
          label={t('terminals.room')}
        >
          {(terminal) => <TerminalRow terminal={terminal} mayChange={mayChange} onTask={setTask} />}
        </VirtualList>
      )}
      {terminals.length > 0 && shown.length === 0 && <p role="status">{t('terminals.noMatch')}</p>}
      <Suspense>
        {task?.kind === 'enrol' && <Enrol depot={depot.id} terminals={terminals} onClose={close} />}
        {task?.kind === 'replace' && (
          <Replace
            terminal={task.terminal}
            others={terminals
              .filter(({ id, status }) => id !== task.terminal.id && status === 'enrolled')
              .toSorted(inOrder)}
            onClose={close}
          />
        )}
        {task?.kind === 'rename' && <Rename terminal={task.terminal} onClose={close} />}
        {task?.kind === 'revoke' && <Revoke terminal={task.terminal} onClose={close} />}
      </Suspense>
    </div>
  );
};

/** Which terminals are trusted; enrolled and revoked here. */
export const TerminalsRoom = () => {
  const { t } = useTranslation();
  const depot = useChosenDepot();
  return (
    <>
      <RoomTitle room={t('terminals.room')} />
      {depot === null ? <WithoutDepot /> : <Terminals key={depot.id} depot={depot} />}
    </>
  );
};
