import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../../client/client.ts';
import { central } from '../../../api/client.ts';
import { type DayRoute, dayQuery } from '../../../api/dispatch.ts';
import { Field } from '../../../components/field.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { NotLoaded } from '../../../components/not-loaded.tsx';
import { Choice } from './choice.tsx';
import { type OnStops, StopsFault, useStopsAct, type Versioned } from './seen-stops.tsx';

type Body = { route: string; deliveries: Versioned[] };

/** More than these nobody reads: whoever looks for another one types a part of its name. */
const MOST_SHOWN = 50;

const namesOf = ({ name, driver, terminal }: DayRoute): string =>
  [name, driver?.name ?? '', terminal?.name ?? ''].join(' ').toLocaleLowerCase();

/** What a move does to the codes that customers have. */
const useConsequence = (from: DayRoute | undefined, to: DayRoute | undefined): string => {
  const { t: s } = useTranslation('stop');
  if (to === undefined) return s('move.to');
  if (to.terminal === null) return s('move.without');
  if (to.terminal.id === from?.terminal?.id) return s('move.same');
  return s('move.other', { terminal: to.terminal.name });
};

/** Moves stops of one route to another route of the same day. */
export const Move = (on: OnStops) => {
  const { depot, onClose } = on;
  const { t } = useTranslation();
  const { t: s } = useTranslation('stop');
  const act = useStopsAct<Body>(on, (header, body) =>
    answerOf(
      central.POST('/v1/depots/{depot}/deliveries/move', {
        params: { path: { depot }, header },
        body,
      }),
    ),
  );
  const [first] = act.seen;
  const asking = useQuery(dayQuery(depot, first?.route.day));
  const { data: day } = asking;
  const [asked, setAsked] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const from = day?.routes.find(({ id }) => id === first?.route.id);
  const others = day?.routes.filter(({ id }) => id !== first?.route.id) ?? [];
  const matching = others.filter((route) =>
    namesOf(route).includes(asked.trim().toLocaleLowerCase()),
  );
  const to = others.find(({ id }) => id === chosen);
  const what = useConsequence(from, to);
  return (
    <FormDialog
      title={s('move.title', { count: act.seen.length })}
      act={to === undefined ? s('move.choose') : s('move.act', { route: to.name })}
      leave={s('keep')}
      isReady={to !== undefined && act.changes.length === 0}
      isBusy={act.isPending}
      fault={<StopsFault act={act} />}
      onSend={() => {
        if (to !== undefined) act.mutate({ route: to.id, deliveries: act.deliveries });
      }}
      onClose={onClose}
    >
      <NotLoaded asked={[asking]} />
      <p>{day !== undefined && others.length === 0 ? s('move.none') : what}</p>
      {others.length > 8 && (
        <Field
          label={s('move.find')}
          type="search"
          value={asked}
          onChange={({ target }) => setAsked(target.value)}
        />
      )}
      {matching.length > 0 && (
        <Choice
          name="route"
          label={s('move.to')}
          options={matching.slice(0, MOST_SHOWN).map(({ id, name, driver, terminal }) => ({
            value: id,
            words: t('depot.route', { route: name }),
            more: [
              driver?.name ?? t('routes.noDriver'),
              terminal?.name ?? t('routes.noTerminal'),
            ].join(' · '),
          }))}
          chosen={chosen}
          onChoose={setChosen}
        />
      )}
    </FormDialog>
  );
};
