import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDepots } from '../../../frame/use-depot.ts';
import { RIGHTS, ROLES, roleWords } from '../role-words.ts';
import type { Grant } from './operator-queries.ts';

type Line = Grant & { readonly key: number };

/**
 * What somebody may do, and where: one line for each role, or right of an integration. `onChange` gets
 * all of them.
 */
export const GrantsField = ({
  of,
  initial,
  onChange,
}: {
  readonly of: 'person' | 'integration';
  readonly initial: readonly Grant[];
  readonly onChange: (grants: readonly Grant[]) => void;
}) => {
  const { t } = useTranslation();
  const hint = useId();
  const depots = useDepots();
  const [lines, setLines] = useState<readonly Line[]>(() =>
    initial.map((grant, key) => ({ ...grant, key })),
  );
  const names = of === 'person' ? ROLES : RIGHTS;
  const change = (next: readonly Line[]): void => {
    setLines(next);
    onChange(next.map(({ name, depot }) => ({ name, depot })));
  };
  const put = (key: number, grant: Partial<Grant>): void =>
    change(lines.map((line) => (line.key === key ? { ...line, ...grant } : line)));
  const next = Math.max(-1, ...lines.map(({ key }) => key)) + 1;
  return (
    <fieldset className="setting-grants" aria-describedby={hint}>
      <legend>{t('settings.people.may')}</legend>
      <p className="hint" id={hint}>
        {t(of === 'person' ? 'settings.people.mayHint' : 'settings.keys.mayHint')}
      </p>
      {lines.map(({ key, name, depot }, n) => (
        <div className="setting-grant" key={key}>
          <select
            aria-label={`${t('settings.people.what')} ${n + 1}`}
            value={name}
            onChange={({ target }) => put(key, { name: target.value })}
          >
            {/* One that this page does not offer stays what it is. */}
            {!names.some((one) => one === name) && (
              <option value={name}>{roleWords(name, t)}</option>
            )}
            {names.map((one) => (
              <option key={one} value={one}>
                {roleWords(one, t)}
              </option>
            ))}
          </select>
          <select
            aria-label={`${t('settings.people.where')} ${n + 1}`}
            value={depot ?? ''}
            onChange={({ target }) =>
              put(key, { depot: target.value === '' ? null : target.value })
            }
          >
            <option value="">{t('settings.you.everywhere')}</option>
            {depots.map(({ id, name: called }) => (
              <option key={id} value={id}>
                {called}
              </option>
            ))}
          </select>
          {lines.length > 1 && (
            <button
              className="quiet-button"
              type="button"
              onClick={() => change(lines.filter((line) => line.key !== key))}
            >
              {t('settings.people.lessRole')}
              <span className="hidden-text">{n + 1}</span>
            </button>
          )}
        </div>
      ))}
      <button
        className="quiet-button"
        type="button"
        onClick={() =>
          change([...lines, { name: names[0], depot: depots[0]?.id ?? null, key: next }])
        }
      >
        {t(of === 'person' ? 'settings.people.moreRole' : 'settings.keys.moreRight')}
      </button>
    </fieldset>
  );
};
