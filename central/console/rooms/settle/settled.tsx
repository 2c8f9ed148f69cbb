import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../client/client.ts';
import type { Case } from '../../api/cases.ts';
import { central } from '../../api/client.ts';
import { Field } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { TickIcon } from '../../frame/icons.tsx';
import { useMoment } from '../../frame/use-moment.ts';
import { decisionWords, settlerOf } from './case-words.ts';
import { wordsOf } from './decide.tsx';
import { refusalOf } from './refusal.ts';
import { useCaseAct } from './use-case-act.ts';

const TakeBack = ({
  one: { id, settled },
  onDone,
  onClose,
}: {
  readonly one: Case;
  readonly onDone: () => void;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation('settle');
  const { t: common } = useTranslation();
  const act = useCaseAct(
    (reason: string, header) =>
      answerOf(
        central.POST('/v1/cases/{case}/reopen', {
          params: { path: { case: id }, header },
          body: { reason },
        }),
      ),
    onDone,
  );
  const send = (form: FormData): void => {
    const words = wordsOf(form);
    if (words !== null) act.mutate(words);
  };
  return (
    <FormDialog
      title={t('takeBackTitle')}
      act={t('takeBackAct')}
      leave={t('leave')}
      isBusy={act.isPending}
      fault={act.isError && (refusalOf(act.error, t) ?? common('signIn.failed'))}
      onSend={send}
      onClose={onClose}
    >
      <p>{t('takeBackWill')}</p>
      {settled?.as === 'counted' && <p>{t('takeBackCounted')}</p>}
      <Field
        label={t('whyBack')}
        hint={t('wordsHint')}
        name="words"
        maxLength={200}
        autoComplete="off"
        autoFocus
        required
      />
    </FormDialog>
  );
};

/** Who decided what, when and why; and the way back, for whoever may. */
export const Settled = ({
  one,
  settled,
  maySettle,
  onBack,
}: {
  readonly one: Case;
  readonly settled: NonNullable<Case['settled']>;
  readonly maySettle: boolean;
  /** It was taken back. */
  readonly onBack: () => void;
}) => {
  const { t } = useTranslation('settle');
  const moment = useMoment();
  const [isBack, setBack] = useState(false);
  const { as, code, at, reason } = settled;
  const name = settlerOf(settled, t);
  return (
    <section className="case-settled">
      <h3 className="standing good">
        <TickIcon />
        {t('wasDecided')}
      </h3>
      <p role="status">
        {t('settledBy', { decision: decisionWords(as, code, t), name, moment: moment(at) })}
      </p>
      {reason !== '' && (
        <p className="case-quote">
          <bdi>{reason}</bdi>
        </p>
      )}
      {maySettle && as !== 'resolved' && (
        <Button className="quiet-button" onPress={() => setBack(true)}>
          {t('takeBack')}
        </Button>
      )}
      {isBack && (
        <TakeBack
          one={one}
          onDone={() => {
            setBack(false);
            onBack();
          }}
          onClose={() => setBack(false)}
        />
      )}
    </section>
  );
};
