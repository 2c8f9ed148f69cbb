import { Fragment } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import type { Import } from '../../api/imports.ts';
import type { en } from '../../words/import/en.ts';

export type Columns = NonNullable<Import['columns']>;
export type ColumnName = keyof (typeof en)['column'];

const NAMES = [
  'route',
  'position',
  'customer',
  'address',
  'phone',
  'arrival',
  'not_before',
  'not_after',
  'parcels',
  'token',
  'language',
  'note',
  'parcel_names',
  'may_call',
  'call_phone',
  'evidence',
  'places',
  'persons',
] as const satisfies readonly ColumnName[];

export const isColumn = (name: string | null): name is ColumnName =>
  NAMES.some((one) => one === name);

/** What each column of a file was taken for; somebody may say otherwise, and have it checked again. */
export const ColumnChoice = ({
  columns,
  said,
  onSay,
  onCheck,
  isOpen,
}: {
  readonly columns: Columns;
  /** What somebody says that headings mean, by the heading. */
  readonly said: ReadonlyMap<string, string>;
  readonly onSay: (heading: string, meaning: string) => void;
  readonly onCheck: () => void;
  readonly isOpen: boolean;
}) => {
  const { t } = useTranslation('import');
  const named = columns.filter(({ heading }) => heading !== '');
  return (
    <details className="file-columns" open={isOpen}>
      <summary>{t('columns')}</summary>
      <div className="column-rows">
        <b aria-hidden="true">{t('heading')}</b>
        <b aria-hidden="true">{t('samples')}</b>
        <b aria-hidden="true">{t('meaning')}</b>
        {named.map(({ heading, meaning, samples }) => (
          <Fragment key={heading}>
            <span className="column-heading">
              <bdi>{heading}</bdi>
            </span>
            <span className="hint">
              <bdi>{samples.join(' · ')}</bdi>
            </span>
            <select
              aria-label={`${t('meaning')}: ${heading}`}
              value={said.get(heading) ?? meaning ?? 'ignore'}
              onChange={({ target }) => onSay(heading, target.value)}
            >
              <option value="ignore">{t('nothing')}</option>
              {NAMES.map((name) => (
                <option key={name} value={name}>
                  {t(`column.${name}`)}
                </option>
              ))}
            </select>
          </Fragment>
        ))}
      </div>
      {said.size > 0 && (
        <Button className="button" onPress={onCheck}>
          {t('check')}
        </Button>
      )}
    </details>
  );
};
