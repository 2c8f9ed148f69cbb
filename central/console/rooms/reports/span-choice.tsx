import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { daysOf, isSpanKind, SPANS, type SpanKind, stepFrom } from '../../api/spans.ts';
import { useDepots } from '../../frame/use-depot.ts';

/** Which time a report is of, and of one depot or of all. */
export const SpanChoice = ({
  by,
  on,
  today,
  whole,
}: {
  readonly by: SpanKind;
  readonly on: string;
  readonly today: string;
  readonly whole: boolean;
}) => {
  const { t } = useTranslation('reports');
  const navigate = useNavigate();
  const hasSeveral = useDepots().length > 1;
  const isLast = daysOf(by, on).to >= today;
  return (
    <div className="span-choice">
      <label className="field">
        {t('span')}
        <select
          value={by}
          onChange={({ target: { value } }) => {
            if (!isSpanKind(value)) return;
            void navigate({ to: '/reports', search: (before) => ({ ...before, by: value }) });
          }}
        >
          {SPANS.map((span) => (
            <option key={span} value={span}>
              {t(span)}
            </option>
          ))}
        </select>
      </label>
      <Link
        className="quiet-button"
        to="/reports"
        search={(before) => ({ ...before, on: stepFrom(by, on, -1) })}
      >
        {t('earlier')}
      </Link>
      {!isLast && (
        <Link
          className="quiet-button"
          to="/reports"
          search={(before) => ({ ...before, on: stepFrom(by, on, 1) })}
        >
          {t('later')}
        </Link>
      )}
      {hasSeveral && (
        <label className="check-field">
          <input
            type="checkbox"
            checked={whole}
            onChange={({ target: { checked } }) =>
              void navigate({
                to: '/reports',
                search: ({ whole: _, ...before }) =>
                  checked ? { ...before, whole: true } : before,
              })
            }
          />
          {t('whole')}
        </label>
      )}
    </div>
  );
};
