import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { statusOf } from '../../api/client.ts';
import { messageQuery, messagesQuery, type WholeMessage } from '../../api/messages.ts';
import { Fact } from '../../components/fact.tsx';
import { Loading } from '../../frame/failures.tsx';
import { useMoment } from '../../frame/use-moment.ts';
import { Life } from './life.tsx';
import { MessageActs } from './message-acts.tsx';
import type { MessageSearch } from './message-search.ts';
import { nextOf, stateWords, whyOf } from './message-words.ts';

/** What is so and what helps. The title takes the keys: it is another message now. */
const What = ({ one }: { readonly one: WholeMessage }) => {
  const { t } = useTranslation('messages');
  const moment = useMoment();
  const title = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => title.current?.focus(), []);
  const why = whyOf(one);
  return (
    <>
      <h2 ref={title} tabIndex={-1}>
        {why === null ? stateWords(one, moment, t) : t(`why.${why}`)}
      </h2>
      {why !== null && <p>{nextOf(why, one, t)}</p>}
    </>
  );
};

const Facts = ({ one }: { readonly one: WholeMessage }) => {
  const { t } = useTranslation('messages');
  const moment = useMoment();
  const { shortId, customer, address, route, kind, due, attempts, parts, partsArrived } = one;
  const facts: readonly (readonly [string, string])[] = [
    [t('fact.delivery'), [shortId, customer, ...address].filter((part) => part !== '').join(' · ')],
    [t('fact.route'), route],
    [t('fact.kind'), t(`kind.${kind}`)],
    [t('fact.due'), moment(due)],
    [t('fact.tries'), `${attempts}`],
    ...(parts > 1
      ? [[t('fact.parts'), t('parts', { arrived: partsArrived, parts })] as const]
      : []),
  ];
  return (
    <section>
      <h3>{t('facts')}</h3>
      <dl className="pane-facts">
        {facts.map(([name, what]) => (
          <Fact key={name} label={name}>
            <bdi>{what}</bdi>
          </Fact>
        ))}
      </dl>
    </section>
  );
};

/** What else the customer was written about this delivery. */
const Others = ({ depot, one }: { readonly depot: string; readonly one: WholeMessage }) => {
  const { t } = useTranslation('messages');
  const moment = useMoment();
  const { data } = useInfiniteQuery(messagesQuery({ depot, delivery: one.delivery }));
  const others = data?.pages.flatMap(({ messages }) => messages) ?? [];
  const shown = others.filter(({ id }) => id !== one.id);
  if (shown.length === 0) return null;
  return (
    <section>
      <h3>{t('otherMessages')}</h3>
      <ul className="pane-links">
        {shown.map((other) => (
          <li key={other.id}>
            <Link
              to="/messages/$message"
              params={{ message: other.id }}
              search={true}
              className="pane-link"
            >
              {`${t(`kind.${other.kind}`)}: ${stateWords(other, moment, t)}`}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
};

/** One message: what became of it, what helps, its whole life. */
export const MessagePanel = ({
  depot,
  id,
  search,
}: {
  readonly depot: string;
  readonly id: string;
  readonly search: MessageSearch;
}) => {
  const { t } = useTranslation('messages');
  const { data: one, error } = useQuery(messageQuery(id));
  const isGone = [400, 403, 404].includes(statusOf(error));
  if (one === undefined && error !== null && !isGone) throw error;
  return (
    <article className="pane">
      <Link to="/messages" search={() => search} className="quiet-button pane-back">
        {t('back')}
      </Link>
      {isGone && <p role="status">{t('gone')}</p>}
      {one === undefined && !isGone && <Loading />}
      {one !== undefined && (
        <>
          <What one={one} />
          <MessageActs depot={depot} one={one} />
          <Life one={one} />
          <Facts one={one} />
          <Others depot={depot} one={one} />
        </>
      )}
    </article>
  );
};
