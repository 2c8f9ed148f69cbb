import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { caseQuery, type WholeCase } from '../../api/cases.ts';
import { statusOf } from '../../api/client.ts';
import { meQuery } from '../../api/queries.ts';
import { useFocusAfter } from '../../components/use-focus-after.ts';
import { Loading } from '../../frame/failures.tsx';
import { useMay } from '../../frame/use-may.ts';
import { CaseFacts } from './case-facts.tsx';
import type { CaseSearch } from './case-search.ts';
import { type Decision, decisionsOf, decisionWords, familyOf, titleOf } from './case-words.ts';
import { Decide } from './decide.tsx';
import { History } from './history.tsx';
import { Settled } from './settled.tsx';
import { Viewers } from './viewers.tsx';
import { Whose } from './whose.tsx';

/** What happened and why it matters. The title takes the keys: it is another case now. */
const What = ({
  one,
  title,
}: {
  readonly one: WholeCase;
  readonly title: RefObject<HTMLHeadingElement | null>;
}) => {
  const { t } = useTranslation('settle');
  useLayoutEffect(() => title.current?.focus(), [title]);
  return (
    <>
      <h2 ref={title} tabIndex={-1}>
        {titleOf(one, t)}
      </h2>
      <p>{t(`why.${familyOf(one)}`)}</p>
    </>
  );
};

const Decisions = ({
  one,
  onChoose,
}: {
  readonly one: WholeCase;
  readonly onChoose: (decision: Decision) => void;
}) => {
  const { t } = useTranslation('settle');
  return (
    <section className="case-decisions">
      <h3>{t('yourDecision')}</h3>
      <div className="acts">
        {decisionsOf(one).map((decision, n) => (
          <button
            key={`${decision.as}/${decision.code}`}
            type="button"
            className={n === 0 ? 'button' : 'quiet-button'}
            onClick={() => onChoose(decision)}
          >
            {decisionWords(decision.as, decision.code, t)}
          </button>
        ))}
      </div>
    </section>
  );
};

/** One case: what happened, why it matters, what can be decided, who decided what. */
export const CasePanel = ({
  depot,
  id,
  search,
}: {
  readonly depot: string;
  readonly id: number;
  readonly search: CaseSearch;
}) => {
  const { t } = useTranslation('settle');
  const { id: me } = useSuspenseQuery(meQuery).data;
  const maySettle = useMay('settle', depot);
  const { data: one, error } = useQuery(caseQuery(id));
  const panel = useRef<HTMLElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const focusTitle = useFocusAfter(() => title.current);
  // It stays open if somebody else decides meanwhile, and says so.
  const [chosen, setChosen] = useState<Decision | null>(null);
  // On a narrow window it takes the place of the list.
  useEffect(() => panel.current?.scrollIntoView({ block: 'nearest' }), []);
  const isGone = [400, 403, 404].includes(statusOf(error));
  if (one === undefined && error !== null && !isGone) throw error;
  return (
    <article ref={panel} className="pane case-panel">
      <Link to="/settle" search={() => search} className="quiet-button pane-back">
        {t('back')}
      </Link>
      {isGone && <p role="status">{t('gone')}</p>}
      {one === undefined && !isGone && <Loading />}
      {one !== undefined && (
        <>
          {maySettle && <Viewers depot={depot} id={id} />}
          <What one={one} title={title} />
          {one.delivery !== null && (
            <Link
              className="quiet-button"
              to="/stops/$delivery"
              params={{ delivery: one.delivery.id }}
            >
              {t('toStop')}
            </Link>
          )}
          {one.settled === null ? (
            maySettle ? (
              <Decisions one={one} onChoose={setChosen} />
            ) : (
              <p className="hint">{t('mayNot')}</p>
            )
          ) : (
            <Settled one={one} settled={one.settled} maySettle={maySettle} onBack={focusTitle} />
          )}
          <CaseFacts one={one} />
          {one.settled === null && maySettle && <Whose depot={depot} one={one} me={me} />}
          <History events={one.events} />
          {chosen !== null && (
            <Decide
              one={one}
              decision={chosen}
              onDone={() => {
                setChosen(null);
                focusTitle();
              }}
              onClose={() => setChosen(null)}
            />
          )}
        </>
      )}
    </article>
  );
};
