import { useQuery } from '@tanstack/react-query';
import { Link, useMatch, useNavigate, useSearch } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { messageCountsQuery } from '../../api/messages.ts';
import { Field } from '../../components/field.tsx';
import { Heading } from '../../components/heading.tsx';
import { RoomTitle } from '../../components/room-title.tsx';
import { WithoutDepot } from '../../components/without-depot.tsx';
import { Loading } from '../../frame/failures.tsx';
import { type Depot, useChosenDepot } from '../../frame/use-depot.ts';
import { MessageList } from './message-list.tsx';
import { MessagePanel } from './message-panel.tsx';
import type { MessageSearch } from './message-search.ts';
import '../../components/panes.css';

const VIEWS = [
  { show: undefined, words: 'need' },
  { show: 'waiting', words: 'waiting' },
  { show: 'sent', words: 'sent' },
  { show: 'arrived', words: 'arrived' },
  { show: 'all', words: 'all' },
] as const;

type Counts = { readonly troubled: number; readonly waiting: number };

/** Which messages: each choice is an address. */
const Views = ({ search, troubled, waiting }: { readonly search: MessageSearch } & Counts) => {
  const { t } = useTranslation('messages');
  const counts = { need: troubled, waiting, sent: null, arrived: null, all: null };
  return (
    <nav className="views" aria-label={t('show')}>
      {VIEWS.map(({ show, words }) => (
        <Link
          key={words}
          to="/messages"
          search={({ depot }) => ({
            ...(depot === undefined ? {} : { depot }),
            ...(show === undefined ? {} : { show }),
          })}
          className="view-choice"
          activeOptions={{ exact: true }}
          aria-current={search.show === show && search.find === undefined ? 'true' : undefined}
        >
          {t(words)}
          {counts[words] === null ? null : <span className="count">{counts[words]}</span>}
        </Link>
      ))}
    </nav>
  );
};

/** A message is found by its delivery's reference, on the server. */
const Find = ({ find }: { readonly find: string | undefined }) => {
  const { t } = useTranslation('messages');
  const navigate = useNavigate();
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const asked = String(new FormData(event.currentTarget).get('find') ?? '').trim();
    void navigate({
      to: '/messages',
      search: ({ depot }) => ({
        ...(depot === undefined ? {} : { depot }),
        ...(asked === '' ? {} : { show: 'all' as const, find: asked }),
      }),
    });
  };
  return (
    <form className="pane-find" onSubmit={send}>
      <Field
        key={find ?? ''}
        label={t('find')}
        name="find"
        type="search"
        defaultValue={find ?? ''}
        maxLength={20}
        autoComplete="off"
        spellCheck={false}
      />
    </form>
  );
};

const Messages = ({ depot }: { readonly depot: Depot }) => {
  const { t } = useTranslation('messages');
  const search = useSearch({ from: '/signed-in/messages' });
  const chosen = useMatch({ from: '/signed-in/messages/$message', shouldThrow: false });
  const { data: counts, error } = useQuery(messageCountsQuery(depot.id));
  if (counts === undefined) {
    if (error !== null) throw error;
    return <Loading />;
  }
  const { withoutCode, troubled, waiting } = counts;
  const id = chosen?.params.message ?? null;
  return (
    <div className={id === null ? 'panes' : 'panes has-pane'}>
      <div className="pane-list">
        <Heading className="sentence">
          {withoutCode === 0 ? t('none') : t('sentence', { count: withoutCode })}
        </Heading>
        <p className="hint">{t('under')}</p>
        <Views search={search} troubled={troubled} waiting={waiting} />
        <Find find={search.find} />
        <MessageList depot={depot.id} search={search} chosen={id} />
      </div>
      {id === null ? (
        troubled > 0 && <p className="pane choose hint">{t('choose')}</p>
      ) : (
        <MessagePanel key={id} depot={depot.id} id={id} search={search} />
      )}
    </div>
  );
};

/** Who did not get their code, and what becomes of every message. */
export const MessagesRoom = () => {
  const { t } = useTranslation();
  const depot = useChosenDepot();
  return (
    <>
      <RoomTitle room={t('messages.room')} />
      {depot === null ? <WithoutDepot /> : <Messages key={depot.id} depot={depot} />}
    </>
  );
};
