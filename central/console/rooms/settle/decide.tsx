import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../client/client.ts';
import { type Case, caseQuery } from '../../api/cases.ts';
import { central } from '../../api/client.ts';
import { meQuery } from '../../api/queries.ts';
import { useServerTime } from '../../api/server-time.ts';
import type { OnceHeader } from '../../api/versioned-act.ts';
import { Fault } from '../../components/fault.tsx';
import { Field } from '../../components/field.tsx';
import { FormDialog, textOf } from '../../components/form-dialog.tsx';
import { type Decision, decisionWords, familyOf, settlerOf } from './case-words.ts';
import { refusalOf } from './refusal.ts';
import { useCaseAct } from './use-case-act.ts';

/** What somebody wrote, if anything. */
export const wordsOf = (form: FormData): string | null => textOf(form, 'words') || null;

/** Settles cases, all of them or none. */
export const settle = (
  depot: string,
  cases: readonly number[],
  { as, code }: Decision,
  reason: string | null,
  header: OnceHeader,
) =>
  answerOf(
    central.POST('/v1/depots/{depot}/cases/settle', {
      params: { path: { depot }, header },
      body: { cases: [...cases], decision: { as, code, reason } as never },
    }),
  );

/** Confirms a decision: says what it does, and takes words for it. Enter settles. */
export const Decide = ({
  one,
  decision,
  onDone,
  onClose,
}: {
  readonly one: Case;
  readonly decision: Decision;
  readonly onDone: () => void;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation('settle');
  const { t: common } = useTranslation();
  const [isMissing, setMissing] = useState(false);
  const queries = useQueryClient();
  const { name } = useSuspenseQuery(meQuery).data;
  const now = useServerTime();
  const { as, code } = decision;
  const act = useCaseAct(
    async (reason: string | null, header) => {
      await settle(one.depot, [one.id], decision, reason, header);
      return reason ?? '';
    },
    (reason) => {
      // Central has said so: the buttons to decide do not stay until the case is there again.
      const settled = { as, code, by: name, at: now, reason };
      queries.setQueryData(caseQuery(one.id).queryKey, (known) => known && { ...known, settled });
      onDone();
    },
  );
  const isLate = one.settled !== null && !act.isPending && !act.isSuccess;
  const isSecond = familyOf(one) === 'second' && as === 'counted';
  const send = (form: FormData): void => {
    const words = wordsOf(form);
    const needsWords = code === 'other' && words === null;
    setMissing(needsWords);
    if (!needsWords) act.mutate(words);
  };
  return (
    <FormDialog
      title={decisionWords(as, code, t)}
      act={isLate ? null : t('settle', { count: 1 })}
      leave={t('leave')}
      isBusy={act.isPending}
      fault={
        <>
          {isLate && one.settled !== null && (
            <Fault>
              {t('refused.case-settled', {
                name: settlerOf(one.settled, t),
                decision: decisionWords(one.settled.as, one.settled.code, t),
              })}
            </Fault>
          )}
          {act.isError && !isLate && (
            <Fault>{refusalOf(act.error, t) ?? common('signIn.failed')}</Fault>
          )}
          {isMissing && <Fault>{t('wordsNeeded')}</Fault>}
        </>
      }
      onSend={send}
      onClose={onClose}
    >
      <p>{t(`will.${isSecond ? 'second' : as}`)}</p>
      <Field
        label={t('words')}
        hint={t('wordsHint')}
        name="words"
        maxLength={200}
        autoComplete="off"
        autoFocus={code === 'other'}
      />
    </FormDialog>
  );
};
