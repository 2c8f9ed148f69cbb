import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../../client/client.ts';
import { central } from '../../../api/client.ts';
import { Confirm } from '../../../components/confirm.tsx';
import { Field } from '../../../components/field.tsx';
import { FormDialog, textOf } from '../../../components/form-dialog.tsx';
import { useMoment } from '../../../frame/use-moment.ts';
import { waysQuery } from '../../sign-in/ways-in.tsx';
import { SecretDialog } from '../secret-dialog.tsx';
import { useAct } from '../use-act.ts';
import { GrantsField } from './grants-field.tsx';
import { type Grant, given, type Operator, operatorsQuery } from './operator-queries.ts';

type Task = { readonly onClose: () => void };
type Made = { readonly name: string; readonly link: string; readonly expiresAt: number };

const changed = [operatorsQuery.queryKey];

const invite = async (id: string, name: string): Promise<Made> => ({
  name,
  ...(await answerOf(
    central.POST('/v1/operators/{operator}/invite', { params: { path: { operator: id } } }),
  )),
});

/** The link by which somebody sets up how they sign in, once. */
const Link = ({ made: { name, link, expiresAt }, onClose }: Task & { readonly made: Made }) => {
  const { t } = useTranslation();
  const moment = useMoment();
  return (
    <SecretDialog
      title={t('settings.people.linkTitle', { name })}
      what={t('settings.people.linkWhat', { name, until: moment(expiresAt) })}
      label={t('settings.people.link')}
      secret={link}
      onClose={onClose}
    />
  );
};

/** Lets a colleague in: a name, what they may do, and then a link. */
export const AddPerson = ({ first, onClose }: Task & { readonly first: Grant }) => {
  const { t } = useTranslation();
  const [grants, setGrants] = useState<readonly Grant[]>([first]);
  const [made, setMade] = useState<Made | null>(null);
  // Who was let in and has no link yet: tried again, they are not let in twice.
  const added = useRef<{ readonly id: string; readonly name: string }>(null);
  const provider = useQuery(waysQuery).data?.identityProvider ?? null;
  const add = useAct(
    async ({ name, email }: { readonly name: string; readonly email: string | null }) => {
      const body = { name, kind: 'person', email, grants: given(grants), withKey: false } as const;
      added.current ??= { ...(await answerOf(central.POST('/v1/operators', { body }))), name };
      return invite(added.current.id, added.current.name);
    },
    {
      changed,
      onDone: setMade,
      faults: {
        'name-taken': t('settings.people.nameTaken'),
        'email-taken': t('settings.people.emailTaken'),
      },
    },
  );
  if (made !== null) return <Link made={made} onClose={onClose} />;
  if (added.current !== null && !add.isBusy) {
    const operator = { ...added.current, signsIn: false };
    return <NewLink operator={operator} fault={add.fault} onClose={onClose} />;
  }
  const send = (form: FormData): void => {
    add.run({ name: textOf(form, 'name'), email: textOf(form, 'email') || null });
  };
  return (
    <FormDialog
      title={t('settings.people.add')}
      act={t('settings.people.makeLink')}
      leave={t('settings.act.cancel')}
      isBusy={add.isBusy}
      isKept={add.isMaking}
      fault={add.fault}
      onSend={send}
      onClose={onClose}
    >
      <Field
        label={t('settings.people.name')}
        hint={t('settings.people.nameHint')}
        name="name"
        maxLength={80}
        autoComplete="off"
        autoFocus
        required
      />
      {provider !== null && (
        <Field
          label={t('settings.people.email')}
          hint={t('settings.people.emailHint', { provider })}
          name="email"
          type="email"
          maxLength={200}
          autoComplete="off"
        />
      )}
      <GrantsField of="person" initial={grants} onChange={setGrants} />
    </FormDialog>
  );
};

type OfOperator = Task & { readonly operator: Operator };

/** A link for somebody who has lost what they sign in with, or has not come in yet. */
export const NewLink = ({
  operator: { id, name, signsIn },
  fault = null,
  onClose,
}: Task & {
  readonly operator: Pick<Operator, 'id' | 'name' | 'signsIn'>;
  /** Why they have none yet, if it was tried before. */
  readonly fault?: string | null;
}) => {
  const { t } = useTranslation();
  const [made, setMade] = useState<Made | null>(null);
  const make = useAct(() => invite(id, name), { changed, onDone: setMade });
  if (made !== null) return <Link made={made} onClose={onClose} />;
  return (
    <Confirm
      title={t('settings.people.newLinkTitle', { name })}
      act={t('settings.people.makeLink')}
      keep={t('settings.act.cancel')}
      fault={make.fault ?? fault}
      isBusy={make.isBusy}
      isKept={make.isMaking}
      isDanger={signsIn}
      onAct={() => make.run()}
      onClose={onClose}
    >
      <p>{t(signsIn ? 'settings.people.newLinkWhat' : 'settings.people.newLinkFirst', { name })}</p>
    </Confirm>
  );
};

/** What somebody may do from now on. */
export const ChangeRights = ({
  operator: { id, name, kind, grants: before },
  onClose,
}: OfOperator) => {
  const { t } = useTranslation();
  const [grants, setGrants] = useState<readonly Grant[]>(before);
  const change = useAct(
    () =>
      answerOf(
        central.PUT('/v1/operators/{operator}/grants', {
          params: { path: { operator: id } },
          body: { grants: given(grants) },
        }),
      ),
    { changed, onDone: onClose, faults: { 'last-admin': t('settings.people.lastAdmin') } },
  );
  return (
    <FormDialog
      title={t('settings.people.rightsTitle', { name })}
      act={t('settings.act.save')}
      leave={t('settings.act.cancel')}
      isBusy={change.isBusy}
      fault={change.fault}
      onSend={() => change.run()}
      onClose={onClose}
    >
      <GrantsField of={kind} initial={before} onChange={setGrants} />
      <p className="hint">{t('settings.people.rightsWhat', { name })}</p>
    </FormDialog>
  );
};

/** Ends all that somebody may do. */
export const RemoveOperator = ({ operator: { id, name, kind }, onClose }: OfOperator) => {
  const { t } = useTranslation();
  const remove = useAct(
    () =>
      answerOf(
        central.POST('/v1/operators/{operator}/remove', { params: { path: { operator: id } } }),
      ),
    { changed, onDone: onClose, faults: { 'last-admin': t('settings.people.lastAdmin') } },
  );
  return (
    <Confirm
      title={t('settings.people.removeTitle', { name })}
      act={t('settings.people.removeAct')}
      keep={t('settings.act.cancel')}
      fault={remove.fault}
      isBusy={remove.isBusy}
      onAct={() => remove.run()}
      onClose={onClose}
    >
      <p>{t(kind === 'person' ? 'settings.people.removeWhat' : 'settings.keys.removeWhat')}</p>
    </Confirm>
  );
};
