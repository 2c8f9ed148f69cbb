import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { dateTag } from '../../../../renderer/i18n/date-tag.ts';
import { numberOf } from '../../words/quantities.ts';
import { ReportSection } from './report-section.tsx';
import { type eachDay, handOversOf, shareInWords } from './sums.ts';

type Days = ReturnType<typeof eachDay>;

const HEIGHT = 60;
const WIDTH = 10;

/** The parts of a column differ in how they are filled: full, hatched, hollow. */
const PARTS = ['customer', 'override', 'undelivered'] as const;

const partsOf = ({ ends }: Days[number]): Record<(typeof PARTS)[number], number> => {
  const { customer, override } = handOversOf(ends);
  return { customer, override, undelivered: ends['undelivered'] ?? 0 };
};

const Hatching = ({ id }: { readonly id: string }) => (
  <pattern id={id} width="3" height="3" patternUnits="userSpaceOnUse">
    <path className="hatch" d="M0 3L3 0" />
  </pattern>
);

/** A column for each day, as high as what was done on it. The table below says the same. */
const Columns = ({ days, label }: { readonly days: Days; label: string }) => {
  const id = useId();
  const most = Math.max(
    1,
    ...days.map((day) => Object.values(partsOf(day)).reduce((a, b) => a + b)),
  );
  return (
    <svg
      className="day-columns"
      viewBox={`0 0 ${days.length * WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <defs>
        <Hatching id={id} />
      </defs>
      {days.map((day, n) => {
        const parts = partsOf(day);
        let top = HEIGHT;
        return PARTS.map((part) => {
          const height = (parts[part] * HEIGHT) / most;
          top -= height;
          return (
            <rect
              key={`${day.from} ${part}`}
              className={part}
              x={n * WIDTH + 1}
              y={top}
              width={WIDTH - 2}
              height={height}
              {...(part === 'override' ? { fill: `url(#${id})` } : {})}
            />
          );
        });
      })}
    </svg>
  );
};

const Legend = ({
  names,
}: {
  readonly names: Readonly<Record<(typeof PARTS)[number], string>>;
}) => {
  const id = useId();
  return (
    <ul className="chart-legend">
      {PARTS.map((part) => (
        <li key={part}>
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <defs>
              <Hatching id={id} />
            </defs>
            <rect
              className={part}
              x="1"
              y="1"
              width="14"
              height="14"
              {...(part === 'override' ? { fill: `url(#${id})` } : {})}
            />
          </svg>
          {names[part]}
        </li>
      ))}
    </ul>
  );
};

/** What was done on each day of a time. */
export const DaysSection = ({ days, file }: { readonly days: Days; readonly file: string }) => {
  const { t, i18n } = useTranslation('reports');
  const number = (count: number): string => numberOf(count, i18n.language);
  const form = new Intl.DateTimeFormat(dateTag(i18n.language), {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });
  const nameOf = (day: string): string => form.format(Date.parse(`${day}T00:00:00Z`));
  const title = t('title.days');
  const heads = [
    t('column.day'),
    t('column.customer'),
    t('column.override'),
    t('end.undelivered'),
  ] as const;
  const rows = days.map((day) => ({ day: day.from, ...partsOf(day) }));
  const [first, last] = [days[0], days.at(-1)];
  return (
    <ReportSection
      title={title}
      file={file}
      rows={[
        [...heads],
        ...rows.map(({ day, customer, override, undelivered }) => [
          day,
          customer,
          override,
          undelivered,
        ]),
      ]}
    >
      <Legend names={{ customer: heads[1], override: heads[2], undelivered: heads[3] }} />
      <Columns days={days} label={title} />
      <p className="chart-ends" aria-hidden="true">
        <span>{first !== undefined && nameOf(first.from)}</span>
        <span>{last !== undefined && last !== first && nameOf(last.from)}</span>
      </p>
      <details>
        <summary>{t('table')}</summary>
        <table className="counts">
          <thead>
            <tr>
              {heads.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
              <th scope="col">{t('column.share')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ day, customer, override, undelivered }) => (
              <tr key={day}>
                <th scope="row">{nameOf(day)}</th>
                <td>{number(customer)}</td>
                <td>{number(override)}</td>
                <td>{number(undelivered)}</td>
                <td>{shareInWords(customer, customer + override, i18n.language)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </ReportSection>
  );
};
