import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Alike, alikeQuery } from '../../api/cases.ts';
import { Field } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { Loading } from '../../frame/failures.tsx';
import { type Decision, decisionsOf, decisionWords, titleOf } from './case-words.ts';
import { settle, wordsOf } from './decide.tsx';
import { refusalOf } from './refusal.ts';
import { useCaseAct } from './use-case-act.ts';

type Decided = {
  readonly ids: readonly number[];
  readonly decision: Decision;
  readonly reason: string | null;
};

/** One decision for all cases that are like one another; it says for how many. */
export const DecideAll = ({
  depot,
  alike,
  onDone,
  onClose,
}: {
  readonly depot: string;
  readonly alike: Alike;
  readonly onDone: () => void;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation('settle');
  const { t: common } = useTranslation();
  const [chosen, setChosen] = useState(0);
  const [isMissing, setMissing] = useState(false);
  const { data: cases = null, isError } = useQuery(alikeQuery(depot, alike.like));
  const [first] = cases ?? [];
  const decisions = first === undefined ? [] : decisionsOf(first);
  const act = useCaseAct(
    ({ ids, decision, reason }: Decided, header) => settle(depot, ids, decision, reason, header),
    onDone,
  );
  const send = (form: FormData): void => {
    const words = wordsOf(form);
    const needsWords = decisions[chosen]?.code === 'other' && words === null;
    setMissing(needsWords);
    const decision = decisions[chosen];
    if (needsWords || decision === undefined || cases === null) return;
    act.mutate({ ids: cases.map(({ id }) => id), decision, reason: words });
  };
  return (
    <FormDialog
      title={titleOf(alike, t)}
      act={cases === null ? null : t('settle', { count: cases.length })}
      leave={t('leave')}
      isBusy={act.isPending}
      fault={
        isMissing
          ? t('wordsNeeded')
          : (act.isError || isError) && (refusalOf(act.error, t) ?? common('signIn.failed'))
      }
      onSend={send}
      onClose={onClose}
    >
      {cases === null ? (
        !isError && <Loading />
      ) : (
        <>
          <p>{t('willAll', { count: cases.length })}</p>
          <fieldset className="case-choices">
            <legend>{t('which')}</legend>
            {decisions.map(({ as, code }, n) => (
              <label key={`${as}/${code}`} className="case-choice">
                <input
                  type="radio"
                  name="decision"
                  checked={n === chosen}
                  onChange={() => setChosen(n)}
                />
                {decisionWords(as, code, t)}
              </label>
            ))}
          </fieldset>
          <Field
            label={t('words')}
            hint={t('wordsHint')}
            name="words"
            maxLength={200}
            autoComplete="off"
          />
        </>
      )}
    </FormDialog>
  );
};
