import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type StoryEvent, storyQuery } from '../../api/dispatch.ts';
import { Loading } from '../../frame/failures.tsx';
import { AlertIcon, CloseIcon, TickIcon } from '../../frame/icons.tsx';
import { useMoment } from '../../frame/use-moment.ts';
import { type Said, wordsOf } from './event-words.ts';

const ICONS: Readonly<Record<Said['kind'], ReactNode>> = {
  good: <TickIcon />,
  late: <AlertIcon />,
  bad: <CloseIcon />,
  plain: null,
};

/** A terminal without a network brings what happened later: so much later that it is said. */
const LATER_MS = 10 * 60_000;

/** Which terminal wrote it and who drove, and when it came in if that was much later. */
const useWhere = (event: StoryEvent): readonly string[] => {
  const { t: s } = useTranslation('stop');
  const moment = useMoment();
  if (!('receivedAt' in event)) return [];
  const { driver, terminal, receivedAt, at } = event;
  const said = moment(receivedAt);
  return [
    ...(driver === null ? [] : [driver]),
    terminal.name,
    ...(receivedAt - at > LATER_MS ? [s('came', { moment: said })] : []),
  ];
};

const Event = ({ event }: { readonly event: StoryEvent }) => {
  const { t, i18n } = useTranslation();
  const { t: s } = useTranslation('stop');
  const moment = useMoment();
  const where = useWhere(event);
  const { words, more, who, kind } = wordsOf(event, t, s, i18n.language);
  return (
    <li className={`story-event ${kind}`}>
      <time dateTime={new Date(event.at).toISOString()}>{moment(event.at)}</time>
      <div>
        <p className={`standing ${kind}`}>
          {ICONS[kind]}
          <span>{words}</span>
        </p>
        {more.map((line) => (
          <p key={line}>
            <bdi>{line}</bdi>
          </p>
        ))}
        {(who.length > 0 || where.length > 0) && (
          <p className="where">
            {[...who, ...where].map((one, n) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: it never changes
              <span key={n}>
                {n > 0 && ' · '}
                <bdi>{one}</bdi>
              </span>
            ))}
          </p>
        )}
      </div>
    </li>
  );
};

/** All that happened to a stop: who did what, when. */
export const Story = ({
  delivery,
  level,
}: {
  readonly delivery: string;
  /** Of its heading, which is below the stop's. */
  readonly level: 2 | 3;
}) => {
  const { t: s } = useTranslation('stop');
  const { data: events, error } = useQuery(storyQuery(delivery));
  if (events === undefined) {
    if (error !== null) throw error;
    return <Loading />;
  }
  const Level = level === 2 ? 'h2' : 'h3';
  return (
    <section className="story" aria-label={s('story')}>
      <Level className="story-title">{s('story')}</Level>
      <ol>
        {events.map((event, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: nothing comes before what has happened
          <Event key={n} event={event} />
        ))}
      </ol>
    </section>
  );
};
