import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useChosenDepot, useDepots } from './use-depot.ts';

/** Which depot is looked at: a choice for whoever has several, else its name. */
export const DepotChoice = () => {
  const { t } = useTranslation();
  const depots = useDepots();
  const chosen = useChosenDepot();
  const navigate = useNavigate();
  if (chosen === null) return null;
  if (depots.length === 1) return <p className="depot-name">{chosen.name}</p>;
  return (
    <label className="depot-choice">
      <span className="hidden-text">{t('frame.depot')}</span>
      <select
        value={chosen.id}
        onChange={({ target }) =>
          void navigate({ to: '.', search: (before) => ({ ...before, depot: target.value }) })
        }
      >
        {depots.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
};
