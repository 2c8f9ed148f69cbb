import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../../shared/assert-never.ts';
import type { HistoryRow } from '../../../shared/terminal/view/history-view.ts';
import { CrossIcon, TickIcon } from '../../components/icons.tsx';
import { OutcomeIcon } from '../../components/outcome-icon.tsx';
import { useLocale } from '../../i18n/locale.tsx';
import { timeOf } from '../../i18n/moment.ts';

type Props = {
  readonly row: HistoryRow;
  readonly chosen: boolean;
  /** Left out where there is nothing to take back. */
  readonly onChoose: (() => void) | undefined;
};

/** What happened at one stop, and when. */
export const HistoryRowLine = ({ row, chosen, onChoose }: Props) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const inside = (
    <>
      <span className="history-time">{timeOf(row.at, locale)}</span>
      <span className="history-what">
        <What what={row.what} />
      </span>
      <span className="history-stop">
        {row.stop === null ? (
          t('history.noStop')
        ) : (
          <>
            {`${row.stop.position} · `}
            <bdi>{row.stop.street}</bdi>
            {' · '}
            <bdi>{row.stop.customer}</bdi>
          </>
        )}
      </span>
      {onChoose !== undefined && <span className="history-undo">{t('history.mayUndo')}</span>}
    </>
  );
  return (
    <li className="history-row" data-kind={row.what.kind}>
      {onChoose === undefined ? (
        <div className="history-inside">{inside}</div>
      ) : (
        <button type="button" className="history-inside" aria-pressed={chosen} onClick={onChoose}>
          {inside}
        </button>
      )}
    </li>
  );
};

const What = ({ what }: Pick<HistoryRow, 'what'>): ReactNode => {
  const { t } = useTranslation();
  switch (what.kind) {
    case 'accepted':
      return (
        <>
          <TickIcon />
          {t(
            what.by === 'override' ? 'verdict.accepted.titleByOverride' : 'verdict.accepted.title',
          )}
        </>
      );
    case 'exception':
      return (
        <>
          <OutcomeIcon outcome={what.outcome} />
          {what.undone
            ? t('history.undone', { what: t(`outcome.${what.outcome}`) })
            : t(`outcome.${what.outcome}`)}
        </>
      );
    case 'refused': {
      const title = t(`verdict.refused.${what.reason}.title`);
      return (
        <>
          <CrossIcon />
          {what.count === 1 ? title : t('history.times', { what: title, count: what.count })}
        </>
      );
    }
    default:
      return assertNever(what);
  }
};
