import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../../client/client.ts';
import { central } from '../../../api/client.ts';
import { type DayRoute, driversQuery } from '../../../api/dispatch.ts';
import { terminalsQuery } from '../../../api/queries.ts';
import { useSeenAct } from '../../../api/seen-act.ts';
import { Changed } from '../../../components/changed.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { NotLoaded } from '../../../components/not-loaded.tsx';
import { Refusal } from './refusal.tsx';

type Named = { readonly id: string; readonly name: string };

const byName = (a: Named, b: Named): number =>
  a.name.localeCompare(b.name, undefined, { numeric: true });

/** What is not in the list is not shown as chosen: it is not sent either. */
const isThere = (options: readonly Named[], chosen: string): boolean =>
  options.some(({ id }) => id === chosen);

const Select = ({
  label,
  options,
  value,
  onChoose,
}: {
  readonly label: string;
  readonly options: readonly Named[];
  readonly value: string;
  readonly onChoose: (id: string) => void;
}) => {
  const { t: s } = useTranslation('stop');
  return (
    <label className="field">
      {label}
      <select required value={value} onChange={({ target }) => onChoose(target.value)}>
        <option value="">{s('assign.choose')}</option>
        {options.toSorted(byName).map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
};

/** Gives a route to a terminal and a driver. */
export const Assign = ({
  depot,
  route,
  onDone,
  onClose,
}: {
  readonly depot: string;
  readonly route: DayRoute;
  readonly onDone: () => void;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const { t: s } = useTranslation('stop');
  const asked = [useQuery(terminalsQuery(depot)), useQuery(driversQuery(depot))] as const;
  const [{ data: all = [] }, { data: drivers = [] }] = asked;
  const terminals = all.filter(({ status }) => status === 'enrolled');
  const [terminal, setTerminal] = useState(route.terminal?.id ?? '');
  const [driver, setDriver] = useState(route.driver?.id ?? '');
  const act = useSeenAct<DayRoute, null, unknown>(
    route,
    (header) =>
      answerOf(
        central.POST('/v1/routes/{route}/assign', {
          params: { path: { route: route.id }, header },
          body: { terminal, driver },
        }),
      ),
    onDone,
  );
  return (
    <FormDialog
      title={s('assign.title', { route: route.name })}
      act={s('assign.act')}
      leave={s('keep')}
      isReady={isThere(terminals, terminal) && isThere(drivers, driver) && !act.isStale}
      isBusy={act.isPending}
      fault={
        act.isStale ? (
          <Changed
            title={[s('changed.route')]}
            facts={[
              t('depot.route', { route: route.name }),
              route.driver?.name ?? t('routes.noDriver'),
              route.terminal?.name ?? t('routes.noTerminal'),
            ]}
            look={s('changed.look')}
            onLook={act.look}
          />
        ) : (
          act.isError && <Refusal error={act.error} stale={s('changed.route')} />
        )
      }
      onSend={() => act.mutate(null)}
      onClose={onClose}
    >
      <p>{s('assign.what')}</p>
      <NotLoaded asked={asked} />
      <Select
        label={s('assign.terminal')}
        options={terminals}
        value={terminal}
        onChoose={setTerminal}
      />
      <Select label={s('assign.driver')} options={drivers} value={driver} onChoose={setDriver} />
    </FormDialog>
  );
};
