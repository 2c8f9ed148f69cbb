import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../../client/client.ts';
import { central } from '../../../api/client.ts';
import type { Depot } from '../../../frame/use-depot.ts';
import { useMay } from '../../../frame/use-may.ts';
import { OfDepot } from '../depots/of-depot.tsx';
import { SettingRow } from '../setting-part.tsx';
import { SettingsPage } from '../settings-page.tsx';
import { AddMember, crewKey, End, type Member, NewBadge, NewPin } from './crew-tasks.tsx';

const crewQuery = (depot: string) =>
  queryOptions({
    queryKey: crewKey(depot),
    queryFn: async () =>
      (await answerOf(central.GET('/v1/depots/{depot}/staff', { params: { path: { depot } } })))
        .staff,
    meta: { depot, topics: ['people'] },
  });

const KINDS = ['badge', 'pin', 'pin-end', 'remove'] as const;
type Kind = (typeof KINDS)[number];
type Task = { readonly kind: 'add' } | { readonly kind: Kind; readonly member: Member };

/** One of those who sign in, and what may be done. */
const MemberRow = ({
  member: { name, number, role, badge, pin },
  onTask,
}: {
  readonly member: Member;
  /** Null: whoever looks may change nothing. */
  readonly onTask: ((kind: Kind) => void) | null;
}) => {
  const { t } = useTranslation();
  const has = badge ? (pin ? 'both' : 'badge') : pin ? 'pin' : 'nothing';
  const facts = [
    t(`settings.crew.role.${role}`),
    t('settings.crew.number', { number }),
    t(`settings.crew.has.${has}`),
  ];
  const acts = KINDS.filter((kind) => pin || kind !== 'pin-end');
  return (
    <SettingRow title={<bdi>{name}</bdi>} facts={<p>{facts.join(' · ')}</p>}>
      {onTask !== null &&
        acts.map((kind) => (
          <button key={kind} className="quiet-button" type="button" onClick={() => onTask(kind)}>
            {t(`settings.crew.act.${kind}`)}
            <span className="hidden-text">{name}</span>
          </button>
        ))}
    </SettingRow>
  );
};

const Crew = ({ depot }: { readonly depot: Depot }) => {
  const { t } = useTranslation();
  const { data: crew } = useSuspenseQuery(crewQuery(depot.id));
  const mayChange = useMay('crew', depot.id);
  const [task, setTask] = useState<Task | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const close = (): void => setTask(null);
  const open = (next: Task): void => {
    setDone(null);
    setTask(next);
  };
  return (
    <SettingsPage
      title={t('settings.section.crew')}
      sentence={t('settings.crew.sentence', { count: crew.length, name: depot.name })}
      done={done}
    >
      <p>{t('settings.crew.learns')}</p>
      {mayChange && (
        <div className="acts">
          <button className="button" type="button" onClick={() => open({ kind: 'add' })}>
            {t('settings.crew.add')}
          </button>
        </div>
      )}
      <ul className="setting-rows">
        {crew.map((member) => (
          <MemberRow
            key={member.id}
            member={member}
            onTask={mayChange ? (kind) => open({ kind, member }) : null}
          />
        ))}
      </ul>
      {task?.kind === 'add' && <AddMember depot={depot.id} onClose={close} />}
      {task?.kind === 'badge' && <NewBadge member={task.member} onClose={close} />}
      {task?.kind === 'pin' && <NewPin member={task.member} onDone={setDone} onClose={close} />}
      {(task?.kind === 'pin-end' || task?.kind === 'remove') && (
        <End kind={task.kind} member={task.member} onDone={setDone} onClose={close} />
      )}
    </SettingsPage>
  );
};

/** Who signs in at the terminals of the depot that is looked at. */
export const CrewPage = () => <OfDepot>{(depot) => <Crew depot={depot} />}</OfDepot>;
