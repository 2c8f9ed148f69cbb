import { type FormEvent, useId, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { changeImportRow, type ImportRow, type RowChange } from '../../api/imports.ts';
import { useMutationOnce } from '../../api/use-mutation-once.ts';
import { Fault } from '../../components/fault.tsx';
import { CloseIcon, TickIcon } from '../../frame/icons.tsx';
import { type ColumnName, type Columns, isColumn } from './columns.tsx';
import { mayBeMeant, openProblems } from './count-rows.ts';
import { whyOf } from './why.ts';
import { wrongCells } from './wrong-cells.ts';

type Problem = ImportRow['problems'][number];

/** One cell to be mended, with what is wrong with it. */
const Cell = ({
  name,
  label,
  value,
  problems,
}: {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly problems: readonly Problem[];
}) => {
  const { t } = useTranslation('import');
  const id = useId();
  const isWrong = problems.length > 0;
  const cell = {
    name,
    defaultValue: value,
    dir: 'auto',
    autoComplete: 'off',
    spellCheck: false,
    ...(isWrong ? { 'aria-invalid': true, 'aria-describedby': id } : {}),
  } as const;
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: it has one of two controls
    <label className="field">
      {label}
      {/* An address has lines of its own. */}
      {value.includes('\n') ? <textarea {...cell} /> : <input {...cell} />}
      {isWrong && (
        <span id={id} className="cell-why">
          {problems.map((problem) => whyOf(problem, t)).join(' ')}
        </span>
      )}
    </label>
  );
};

/** A row that needs somebody: what is wrong is mended here, or the row is left out. */
export const BadRow = ({
  depot,
  file,
  columns,
  row,
  onChanged,
}: {
  readonly depot: string;
  readonly file: string;
  readonly columns: Columns;
  readonly row: ImportRow;
  readonly onChanged: (row: ImportRow) => void;
}) => {
  const { t } = useTranslation('import');
  const placeOf = new Map(columns.map(({ meaning }, at) => [meaning ?? '', at]));
  // What was wrong at first stays in view while somebody tries, and what is wrong then comes to it.
  const [shown, setShown] = useState(() => wrongCells(row, placeOf));
  const change = useMutationOnce({
    mutationFn: (body: RowChange) => changeImportRow(depot, file, row.line, body),
    onSuccess: (changed: ImportRow) => {
      setShown((before) => wrongCells(changed, placeOf, before));
      onChanged(changed);
    },
  });
  const save = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const width = Math.max(columns.length, row.cells.length);
    const cells = Array.from({ length: width }, (_, at) =>
      String(form.get(String(at)) ?? row.cells[at] ?? ''),
    );
    if (!change.isPending) change.mutate({ cells });
  };
  const labelOf = (at: number): string => {
    const { heading = '', meaning = null } = columns[at] ?? {};
    return isColumn(meaning) ? t(`column.${meaning satisfies ColumnName}`) : heading;
  };
  const cellOf = (name: ColumnName): string => row.cells[placeOf.get(name) ?? -1] ?? '';
  const problems = openProblems(row);
  const isRight = problems.length === 0;
  const whole = problems.filter(({ column }) => !placeOf.has(column ?? ''));
  const who = cellOf('customer') || cellOf('address');
  return (
    <li className="bad-row">
      <form onSubmit={save}>
        <h3>
          {t('line', { line: row.line })} <bdi className="bad-row-who">{who}</bdi>
        </h3>
        {change.isError && <Fault>{t('lost')}</Fault>}
        <p role="status" className="standing">
          {row.leftOut && (
            <>
              <CloseIcon />
              {t('leftOut')}
            </>
          )}
          {!row.leftOut && isRight && (
            <span className="standing good">
              <TickIcon />
              {t(row.meant ? 'meant' : 'mended')}
            </span>
          )}
        </p>
        {whole.map((problem) => (
          <p key={problem.code} className="cell-why">
            {whyOf(problem, t)}
          </p>
        ))}
        {!row.leftOut && (
          <div className="bad-cells">
            {shown.map((at) => (
              <Cell
                key={at}
                name={String(at)}
                label={labelOf(at)}
                value={row.cells[at] ?? ''}
                problems={problems.filter(({ column }) => placeOf.get(column ?? '') === at)}
              />
            ))}
          </div>
        )}
        <div className="acts">
          {!row.leftOut && (
            <button className="button" type="submit">
              {t('save')}
              <span className="hidden-text">{t('line', { line: row.line })}</span>
            </button>
          )}
          {!row.leftOut && (row.meant || mayBeMeant(row)) && (
            <Button className="quiet-button" onPress={() => change.mutate({ meant: !row.meant })}>
              {t(row.meant ? 'notMeant' : 'mean')}
              <span className="hidden-text">{t('line', { line: row.line })}</span>
            </Button>
          )}
          <Button className="quiet-button" onPress={() => change.mutate({ leftOut: !row.leftOut })}>
            {t(row.leftOut ? 'takeIn' : 'leaveOut')}
            <span className="hidden-text">{t('line', { line: row.line })}</span>
          </Button>
        </div>
      </form>
    </li>
  );
};
