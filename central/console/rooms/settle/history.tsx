import { useTranslation } from 'react-i18next';
import type { WholeCase } from '../../api/cases.ts';
import { useMoment } from '../../frame/use-moment.ts';
import { decisionWords } from './case-words.ts';

type Event = WholeCase['events'][number];

const useWhat = (): ((event: Event) => string) => {
  const { t } = useTranslation('settle');
  return ({ what, by: name, to, as, code }) => {
    if (what === 'reopened') return t('event.reopened', { name });
    if (what === 'settled') {
      const decision = decisionWords((as ?? 'noted') as 'noted', (code ?? 'other') as 'other', t);
      return t('event.settled', { name, decision });
    }
    return to === null
      ? t('event.unassigned', { name })
      : t('event.assigned', { name, to: to.name });
  };
};

/** What was done with a case, the first first: nothing of it vanishes. */
export const History = ({ events }: Pick<WholeCase, 'events'>) => {
  const { t } = useTranslation('settle');
  const what = useWhat();
  const moment = useMoment();
  if (events.length === 0) return null;
  return (
    <section className="case-history">
      <h3>{t('history')}</h3>
      <ol>
        {events.map((event, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: events are only added at the end
          <li key={n}>
            <span className="hint">{moment(event.at)}</span> <bdi>{what(event)}</bdi>
            {event.reason !== '' && (
              <span className="case-quote">
                <bdi>{event.reason}</bdi>
              </span>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
};
