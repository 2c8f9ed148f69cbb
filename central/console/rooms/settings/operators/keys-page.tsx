import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDepots } from '../../../frame/use-depot.ts';
import { useMoment } from '../../../frame/use-moment.ts';
import { SettingsPage } from '../settings-page.tsx';
import { AddKey, RollKey } from './key-tasks.tsx';
import { type Operator, operatorsQuery } from './operator-queries.ts';
import { OperatorRow } from './operator-row.tsx';
import { ChangeRights, RemoveOperator } from './person-tasks.tsx';

type Task = 'add' | { readonly kind: 'rights' | 'roll' | 'remove'; readonly operator: Operator };

/** The programs that have keys: what each may do, until when, and when it last did. */
export const KeysPage = () => {
  const { t } = useTranslation();
  const moment = useMoment();
  const depots = useDepots();
  const programs = useSuspenseQuery(operatorsQuery).data.filter(
    ({ kind }) => kind === 'integration',
  );
  const [task, setTask] = useState<Task | null>(null);
  const close = (): void => setTask(null);
  const lastOf = ({ keys }: Operator): string => {
    const ends = keys.map(({ expiresAt }) => expiresAt);
    if (ends.length === 0) return t('settings.keys.noKey');
    if (ends.includes(null)) return t('settings.keys.noEnd');
    return t('settings.keys.until', { moment: moment(Math.max(...ends.map(Number))) });
  };
  return (
    <SettingsPage
      title={t('settings.section.keys')}
      sentence={t('settings.keys.sentence', { count: programs.length })}
    >
      {programs.length === 0 && <p>{t('settings.keys.none')}</p>}
      <div className="acts">
        <button className="button" type="button" onClick={() => setTask('add')}>
          {t('settings.keys.add')}
        </button>
      </div>
      <ul className="setting-rows">
        {programs.map((operator) => (
          <OperatorRow
            key={operator.id}
            operator={operator}
            tag={null}
            facts={[
              lastOf(operator),
              operator.lastUsedAt === null
                ? t('settings.keys.unused')
                : t('settings.keys.used', { moment: moment(operator.lastUsedAt) }),
            ]}
          >
            {(['rights', 'roll', 'remove'] as const).map((kind) => (
              <button
                key={kind}
                className="quiet-button"
                type="button"
                onClick={() => setTask({ kind, operator })}
              >
                {t(`settings.keys.act.${kind}`)}
                <span className="hidden-text">{operator.name}</span>
              </button>
            ))}
          </OperatorRow>
        ))}
      </ul>
      {task === 'add' && (
        <AddKey first={{ name: 'look', depot: depots[0]?.id ?? null }} onClose={close} />
      )}
      {task !== null && task !== 'add' && task.kind === 'rights' && (
        <ChangeRights operator={task.operator} onClose={close} />
      )}
      {task !== null && task !== 'add' && task.kind === 'roll' && (
        <RollKey operator={task.operator} onClose={close} />
      )}
      {task !== null && task !== 'add' && task.kind === 'remove' && (
        <RemoveOperator operator={task.operator} onClose={close} />
      )}
    </SettingsPage>
  );
};
