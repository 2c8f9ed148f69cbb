import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Case } from '../../api/cases.ts';
import { AlertIcon, LateIcon, TickIcon } from '../../frame/icons.tsx';
import { useMoment } from '../../frame/use-moment.ts';
import { decisionWords, settlerOf, titleOf } from './case-words.ts';

/** How a case stands: a shape, and whose it is. */
const Sign = ({ one, me }: { readonly one: Case; readonly me: string }) => {
  const { t } = useTranslation('settle');
  const moment = useMoment();
  const { settled, assigned, kind } = one;
  if (settled !== null) {
    const decision = decisionWords(settled.as, settled.code, t);
    const name = settlerOf(settled, t);
    return (
      <span className="case-sign good">
        <TickIcon />
        {t('settledBy', { decision, name, moment: moment(settled.at) })}
      </span>
    );
  }
  if (assigned === null) return null;
  return (
    <span className="case-sign">
      {kind === 'exception' ? <LateIcon /> : <AlertIcon />}
      {assigned.id === me ? t('youHave') : t('has', { name: assigned.name })}
    </span>
  );
};

/** A case in the list: what happened, where, since when. */
export const CaseRow = ({
  one,
  isChosen,
  me,
}: {
  readonly one: Case;
  readonly isChosen: boolean;
  readonly me: string;
}) => {
  const { t } = useTranslation('settle');
  const moment = useMoment();
  const { id, delivery, terminal, driver, lastAt, times, kind } = one;
  const facts = [
    ...(delivery === null ? [] : [delivery.address[0] ?? '', delivery.shortId]),
    driver === null ? terminal.name : `${terminal.name} · ${driver.name}`,
    moment(lastAt),
    ...(times > 1 ? [t('times', { count: times })] : []),
  ].filter((fact) => fact !== '');
  return (
    <Link
      to="/settle/$case"
      params={{ case: `${id}` }}
      search={true}
      className={`list-row case-row ${kind}`}
      aria-current={isChosen ? 'true' : undefined}
      data-row=""
    >
      <span className="list-title">{titleOf(one, t)}</span>
      <span className="list-facts">
        {facts.map((fact) => (
          <bdi key={fact}>{fact}</bdi>
        ))}
      </span>
      <Sign one={one} me={me} />
    </Link>
  );
};
