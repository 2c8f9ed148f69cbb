import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { meQuery } from '../../../api/queries.ts';
import { Field } from '../../../components/field.tsx';
import { useDepots } from '../../../frame/use-depot.ts';
import { useMoment } from '../../../frame/use-moment.ts';
import { SettingsPage } from '../settings-page.tsx';
import { CompanySignIn } from './company-sign-in.tsx';
import { type Operator, operatorsQuery } from './operator-queries.ts';
import { OperatorRow } from './operator-row.tsx';
import { AddPerson, ChangeRights, NewLink, RemoveOperator } from './person-tasks.tsx';

type Task = 'add' | { readonly kind: 'rights' | 'link' | 'remove'; readonly operator: Operator };

/** A list of more than this is searched. */
const MANY = 10;

/** Who works with central, what they may do, and how they come in. */
export const PeoplePage = () => {
  const { t } = useTranslation();
  const moment = useMoment();
  const depots = useDepots();
  const me = useSuspenseQuery(meQuery).data;
  const people = useSuspenseQuery(operatorsQuery).data.filter(({ kind }) => kind === 'person');
  const [task, setTask] = useState<Task | null>(null);
  const [asked, setAsked] = useState('');
  const close = (): void => setTask(null);
  const wanted = asked.trim().toLocaleLowerCase();
  const shown = people.filter(({ name }) => name.toLocaleLowerCase().includes(wanted));
  return (
    <SettingsPage
      title={t('settings.section.people')}
      sentence={t('settings.people.sentence', {
        count: people.filter(({ signsIn }) => signsIn).length,
      })}
    >
      <div className="acts">
        <button className="button" type="button" onClick={() => setTask('add')}>
          {t('settings.people.add')}
        </button>
      </div>
      {people.length > MANY && (
        <Field
          label={t('settings.act.find')}
          type="search"
          value={asked}
          onChange={({ target }) => setAsked(target.value)}
        />
      )}
      <ul className="setting-rows">
        {shown.map((operator) => (
          <OperatorRow
            key={operator.id}
            operator={operator}
            tag={operator.id === me.id ? t('settings.people.you') : null}
            facts={[
              operator.signsIn ? t('settings.people.signsIn') : t('settings.people.notYet'),
              ...(operator.lastUsedAt === null
                ? []
                : [t('settings.people.lastSeen', { moment: moment(operator.lastUsedAt) })]),
            ]}
          >
            {(['rights', 'link', 'remove'] as const).map((kind) => (
              <button
                key={kind}
                className="quiet-button"
                type="button"
                onClick={() => setTask({ kind, operator })}
              >
                {t(`settings.people.act.${kind}`)}
                <span className="hidden-text">{operator.name}</span>
              </button>
            ))}
          </OperatorRow>
        ))}
      </ul>
      <CompanySignIn />
      {task === 'add' && (
        <AddPerson first={{ name: 'depot', depot: depots[0]?.id ?? null }} onClose={close} />
      )}
      {task !== null && task !== 'add' && task.kind === 'rights' && (
        <ChangeRights operator={task.operator} onClose={close} />
      )}
      {task !== null && task !== 'add' && task.kind === 'link' && (
        <NewLink operator={task.operator} onClose={close} />
      )}
      {task !== null && task !== 'add' && task.kind === 'remove' && (
        <RemoveOperator operator={task.operator} onClose={close} />
      )}
    </SettingsPage>
  );
};
