import { useLayoutEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../client/client.ts';
import { central } from '../../api/client.ts';
import type { Terminal } from '../../api/queries.ts';
import { useSecondsUntil } from '../../api/server-time.ts';
import { useMutationOnce } from '../../api/use-mutation-once.ts';
import { TaskDialog } from '../../components/dialog.tsx';
import { Fault } from '../../components/fault.tsx';
import { Field } from '../../components/field.tsx';
import { FormDialog, textOf } from '../../components/form-dialog.tsx';
import { Qr } from '../../components/qr.tsx';
import { Fingerprint } from './fingerprint.tsx';
import { nextName } from './next-name.ts';

const clockOf = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

type Made = { readonly name: string; readonly code: string; readonly expires: number };

/** A code to scan. It takes the keys: what had them before is gone, and nobody would hear Escape. */
const Scan = ({ offer: { name, code }, seconds }: { offer: Made; seconds: number }) => {
  const { t } = useTranslation();
  const first = useRef<HTMLParagraphElement>(null);
  useLayoutEffect(() => first.current?.focus(), []);
  return (
    <>
      <p ref={first} tabIndex={-1}>
        {t('terminals.scan')}
      </p>
      <Qr text={code} label={t('terminals.qr', { name })} />
      <p className="hint">{t('terminals.life', { time: clockOf(seconds) })}</p>
      <p role="status">{t('terminals.waiting')}</p>
    </>
  );
};

const Offer = ({
  offer,
  hasFailed,
  onAgain,
}: {
  readonly offer: Made;
  /** Another code was asked for, and did not come. */
  readonly hasFailed: boolean;
  readonly onAgain: () => void;
}) => {
  const { t } = useTranslation();
  const seconds = useSecondsUntil(offer.expires);
  if (seconds > 0) return <Scan key={offer.code} offer={offer} seconds={seconds} />;
  return (
    <>
      {hasFailed && <Fault>{t('signIn.failed')}</Fault>}
      <p role="status">{t('terminals.over')}</p>
      <Button className="button" onPress={onAgain} autoFocus>
        {t('terminals.again')}
      </Button>
    </>
  );
};

/** Lets one terminal in: a code to scan, whose life runs down, and then what is to be compared. */
export const Enrol = ({
  depot,
  terminals,
  onClose,
}: {
  readonly depot: string;
  readonly terminals: readonly Terminal[];
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const [before] = useState(() => new Set(terminals.map(({ id }) => id)));
  const [suggested] = useState(() => nextName(terminals));
  // It stays while another one is asked for.
  const [made, setMade] = useState<Made | null>(null);
  const offer = useMutationOnce({
    onSuccess: setMade,
    mutationFn: async (name: string): Promise<Made> => ({
      name,
      ...(await answerOf(
        central.POST('/v1/depots/{depot}/enrolment-codes', {
          params: { path: { depot } },
          body: { name },
        }),
      )),
    }),
  });
  const enrolled = terminals.find(({ id, name }) => name === made?.name && !before.has(id));
  const send = (form: FormData): void => {
    const name = textOf(form, 'name');
    if (name !== '') offer.mutate(name);
  };
  if (enrolled !== undefined) {
    return (
      <TaskDialog title={t('terminals.enrolled', { name: enrolled.name })} onClose={onClose}>
        <p>{t('terminals.compare')}</p>
        <Fingerprint of={enrolled.fingerprint} />
        <Button className="button" onPress={onClose} autoFocus>
          {t('terminals.done')}
        </Button>
      </TaskDialog>
    );
  }
  if (made === null) {
    return (
      <FormDialog
        title={t('terminals.enrol')}
        act={t('terminals.make')}
        leave={t('terminals.cancel')}
        isBusy={offer.isPending}
        fault={offer.isError && t('signIn.failed')}
        onSend={send}
        onClose={onClose}
      >
        <Field
          label={t('terminals.name')}
          name="name"
          defaultValue={suggested}
          maxLength={80}
          autoComplete="off"
          required
        />
      </FormDialog>
    );
  }
  return (
    <TaskDialog title={made.name} onClose={onClose}>
      <Offer offer={made} hasFailed={offer.isError} onAgain={() => offer.mutate(made.name)} />
    </TaskDialog>
  );
};
