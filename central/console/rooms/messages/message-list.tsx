import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { type Message, messagesQuery } from '../../api/messages.ts';
import { VirtualList } from '../../components/virtual-list.tsx';
import { Loading } from '../../frame/failures.tsx';
import { AlertIcon, RoadIcon, TickIcon } from '../../frame/icons.tsx';
import { useMoment } from '../../frame/use-moment.ts';
import type { MessageSearch } from './message-search.ts';
import { stateWords, whyOf } from './message-words.ts';

const ASKED = {
  need: { failed: true },
  waiting: { state: 'waiting' },
  sent: { state: 'accepted' },
  arrived: { state: 'delivered' },
  all: {},
} as const;

const EMPTY = {
  need: 'noneNext',
  waiting: 'noneWaiting',
  sent: 'noneSent',
  arrived: 'noneArrived',
  all: 'noneAll',
} as const;

const Standing = ({ one }: { readonly one: Message }) => {
  const { t } = useTranslation('messages');
  const moment = useMoment();
  const why = whyOf(one);
  if (why !== null) {
    return (
      <span className="standing bad">
        <AlertIcon />
        {t(`why.${why}`)}
      </span>
    );
  }
  const isThere = one.state === 'delivered';
  return (
    <span className={isThere ? 'standing good' : 'standing'}>
      {isThere ? <TickIcon /> : <RoadIcon />}
      {stateWords(one, moment, t)}
    </span>
  );
};

/** A message in the list: whose, about what, how it stands. */
const MessageRow = ({ one, isChosen }: { readonly one: Message; readonly isChosen: boolean }) => {
  const { t } = useTranslation('messages');
  const moment = useMoment();
  const { id, customer, shortId, address, kind, due } = one;
  const facts = [shortId, address[0] ?? '', t(`kind.${kind}`), moment(due)];
  return (
    <Link
      to="/messages/$message"
      params={{ message: id }}
      search={true}
      className={whyOf(one) === null ? 'list-row fine' : 'list-row'}
      aria-current={isChosen ? 'true' : undefined}
      data-row=""
    >
      <span className="list-title">
        <bdi>{customer === '' ? shortId : customer}</bdi>
      </span>
      <Standing one={one} />
      <span className="list-facts">
        {facts
          .filter((fact) => fact !== '')
          .map((fact) => (
            <bdi key={fact}>{fact}</bdi>
          ))}
      </span>
    </Link>
  );
};

/** The messages of a depot that are asked for, as many as somebody scrolls to. */
export const MessageList = ({
  depot,
  search: { show, find },
  chosen,
}: {
  readonly depot: string;
  readonly search: MessageSearch;
  readonly chosen: string | null;
}) => {
  const { t } = useTranslation('messages');
  const view = find === undefined ? (show ?? 'need') : 'all';
  const asked = { depot, ...ASKED[view], ...(find === undefined ? {} : { reference: find }) };
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    messagesQuery(asked),
  );
  // What is no reference is refused: nothing can have it.
  if (data === undefined && error !== null && find === undefined) throw error;
  if (data === undefined && error === null) return <Loading />;
  const messages = data?.pages.flatMap((page) => page.messages) ?? [];
  if (messages.length === 0) {
    return <p role="status">{t(find === undefined ? EMPTY[view] : 'noMatch')}</p>;
  }
  return (
    <>
      <VirtualList items={messages} keyOf={({ id }) => id} rowHeight={96} label={t('list')}>
        {(one) => <MessageRow one={one} isChosen={one.id === chosen} />}
      </VirtualList>
      {hasNextPage && (
        <Button
          className="quiet-button"
          isDisabled={isFetchingNextPage}
          onPress={() => void fetchNextPage()}
        >
          {t('more')}
        </Button>
      )}
    </>
  );
};
