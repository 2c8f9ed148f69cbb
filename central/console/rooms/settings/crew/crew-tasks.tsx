import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { MAX_PIN, MIN_PIN } from '../../../../../shared/protocol/plain-values.ts';
import { westernDigits } from '../../../../../shared/protocol/scan/western-digits.ts';
import { answerOf, type Schemas } from '../../../../client/client.ts';
import { central } from '../../../api/client.ts';
import { driversQuery } from '../../../api/dispatch.ts';
import { Confirm } from '../../../components/confirm.tsx';
import { TaskDialog } from '../../../components/dialog.tsx';
import { Field } from '../../../components/field.tsx';
import { FormDialog, textOf } from '../../../components/form-dialog.tsx';
import { Qr } from '../../../components/qr.tsx';
import { useAct } from '../use-act.ts';

export type Member = Schemas['StaffMember'];
type Role = Member['role'];
type Badge = Schemas['Badge'];
type Task = { readonly onClose: () => void };

export const crewKey = (depot: string): readonly string[] => ['crew', depot];

/** A badge to print or to hold before a scanner. It is shown once. */
const ShownBadge = ({ made: { member, badge }, onClose }: Task & { readonly made: Badge }) => {
  const { t } = useTranslation();
  const { name, number } = member;
  return (
    <TaskDialog title={t('settings.crew.badgeOf', { name })} isKept onClose={onClose}>
      <p className="not-printed">{t('settings.crew.shownOnce', { name })}</p>
      <Qr text={badge} label={t('settings.crew.badgeOf', { name })} />
      <p>{t('settings.crew.number', { number })}</p>
      <div className="acts">
        <Button className="button" onPress={() => window.print()}>
          {t('settings.crew.print')}
        </Button>
        <Button className="quiet-button" onPress={onClose}>
          {t('settings.crew.done')}
        </Button>
      </div>
    </TaskDialog>
  );
};

/** Adds somebody who signs in at terminals; their badge is shown once then. */
export const AddMember = ({ depot, onClose }: Task & { readonly depot: string }) => {
  const { t } = useTranslation();
  const [made, setMade] = useState<Badge | null>(null);
  const add = useAct(
    (body: { readonly name: string; readonly role: Role }) =>
      answerOf(central.POST('/v1/depots/{depot}/staff', { params: { path: { depot } }, body })),
    {
      changed: [crewKey(depot), driversQuery(depot).queryKey],
      onDone: setMade,
      faults: { 'name-taken': t('settings.crew.nameTaken') },
    },
  );
  if (made !== null) return <ShownBadge made={made} onClose={onClose} />;
  const send = (form: FormData): void => {
    const role: Role = form.get('role') === 'it' ? 'it' : 'driver';
    add.run({ name: textOf(form, 'name'), role });
  };
  return (
    <FormDialog
      title={t('settings.crew.add')}
      act={t('settings.crew.badgeAct')}
      leave={t('settings.act.cancel')}
      isBusy={add.isBusy}
      isKept={add.isMaking}
      fault={add.fault}
      onSend={send}
      onClose={onClose}
    >
      <Field
        label={t('settings.crew.name')}
        hint={t('settings.crew.nameHint')}
        name="name"
        maxLength={80}
        autoComplete="off"
        autoFocus
        required
      />
      <label className="field">
        {t('settings.crew.what')}
        <select name="role" defaultValue="driver">
          <option value="driver">{t('settings.crew.role.driver')}</option>
          <option value="it">{t('settings.crew.role.it')}</option>
        </select>
      </label>
    </FormDialog>
  );
};

type OfMember = Task & { readonly member: Member };

/** Another badge; the one before is good no more. */
export const NewBadge = ({ member: { id, depot, name, badge }, onClose }: OfMember) => {
  const { t } = useTranslation();
  const [made, setMade] = useState<Badge | null>(null);
  const make = useAct(
    () => answerOf(central.POST('/v1/staff/{staff}/badge', { params: { path: { staff: id } } })),
    { changed: [crewKey(depot)], onDone: setMade },
  );
  if (made !== null) return <ShownBadge made={made} onClose={onClose} />;
  return (
    <Confirm
      title={t('settings.crew.badgeTitle', { name })}
      act={t('settings.crew.badgeAct')}
      keep={t('settings.act.cancel')}
      fault={make.fault}
      isBusy={make.isBusy}
      isKept={make.isMaking}
      isDanger={badge}
      onAct={() => make.run()}
      onClose={onClose}
    >
      <p>{t(badge ? 'settings.crew.badgeEnds' : 'settings.crew.learns')}</p>
    </Confirm>
  );
};

type Done = OfMember & { readonly onDone: (said: string) => void };

const setPin = (id: string, pin: string | null): Promise<Member> =>
  answerOf(
    central.POST('/v1/staff/{staff}/pin', { params: { path: { staff: id } }, body: { pin } }),
  );

/** A PIN that somebody types for whom it is. */
export const NewPin = ({ member, onDone, onClose }: Done) => {
  const { t } = useTranslation();
  const { id, depot, name, number } = member;
  const length = { least: MIN_PIN, most: MAX_PIN };
  const set = useAct((pin: string) => setPin(id, pin), {
    changed: [crewKey(depot)],
    onDone: () => {
      onDone(t('settings.crew.pinSet', { name }));
      onClose();
    },
    faults: { 'bad-request': t('settings.crew.pinBad', length) },
  });
  return (
    <FormDialog
      title={t('settings.crew.pinTitle', { name })}
      act={t('settings.crew.pinAct')}
      leave={t('settings.act.cancel')}
      isBusy={set.isBusy}
      fault={set.fault}
      onSend={(form) => set.run(westernDigits(textOf(form, 'pin')))}
      onClose={onClose}
    >
      <p>{t('settings.crew.pinWhat', { name, number })}</p>
      <Field
        label={t('settings.crew.pin')}
        hint={t('settings.crew.pinBad', length)}
        name="pin"
        type="password"
        inputMode="numeric"
        dir="ltr"
        maxLength={MAX_PIN}
        autoComplete="off"
        autoFocus
        required
      />
    </FormDialog>
  );
};

/** What is taken from somebody, and its words. */
const ENDS = {
  'pin-end': {
    act: (id: string) => setPin(id, null),
    title: 'settings.crew.pinEnd',
    what: 'settings.crew.learns',
    done: 'settings.crew.pinGone',
  },
  remove: {
    act: (id: string) =>
      answerOf(central.POST('/v1/staff/{staff}/remove', { params: { path: { staff: id } } })),
    title: 'settings.crew.removeTitle',
    what: 'settings.crew.removeWhat',
    done: 'settings.crew.removed',
  },
} as const;

/** Asks before somebody's PIN ends, or all that they sign in with; and says that it has. */
export const End = ({
  kind,
  member: { id, depot, name },
  onDone,
  onClose,
}: Done & { readonly kind: keyof typeof ENDS }) => {
  const { t } = useTranslation();
  const { act, title, what, done } = ENDS[kind];
  const end = useAct(() => act(id), {
    changed: [crewKey(depot)],
    onDone: () => {
      onDone(t(done, { name }));
      onClose();
    },
  });
  return (
    <Confirm
      title={t(title, { name })}
      act={t('settings.crew.removeAct')}
      keep={t('settings.act.cancel')}
      fault={end.fault}
      isBusy={end.isBusy}
      onAct={() => end.run()}
      onClose={onClose}
    >
      <p>{t(what)}</p>
    </Confirm>
  );
};
