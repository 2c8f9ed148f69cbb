import { useTranslation } from 'react-i18next';
import type { WholeMessage } from '../../api/messages.ts';
import { useMoment } from '../../frame/use-moment.ts';
import { reasonWords } from './message-words.ts';

type Step = { readonly at: number; readonly what: string; readonly isBad?: true };

const useSteps = ({ due, attempted, state, endedAt, reason }: WholeMessage): readonly Step[] => {
  const { t } = useTranslation('messages');
  const tries = attempted.map(
    ({ provider, beganAt, endedAt: ended, outcome, reason: why }): Step => {
      const told = { provider, why: reasonWords(why, t) };
      const at = ended ?? beganAt;
      if (outcome === 'accepted') return { at, what: t('step.accepted', told) };
      if (outcome === 'refused') return { at, what: t('step.refused', told), isBad: true };
      if (outcome === 'try-again') return { at, what: t('step.again', told), isBad: true };
      return { at, what: t('step.cut', told), isBad: true };
    },
  );
  const ends =
    endedAt !== null &&
    (state === 'delivered' || state === 'failed' || state === 'cancelled' || state === 'expired')
      ? [
          {
            at: endedAt,
            what: t(`step.${state}`, { why: reasonWords(reason, t) }),
            ...(state === 'failed' ? { isBad: true as const } : {}),
          },
        ]
      : [];
  return [{ at: due, what: t('step.due') }, ...tries, ...ends];
};

/** Everything that became of a message, the first first. */
export const Life = ({ one }: { readonly one: WholeMessage }) => {
  const { t } = useTranslation('messages');
  const moment = useMoment();
  const steps = useSteps(one);
  return (
    <section>
      <h3>{t('life')}</h3>
      <ol className="pane-steps">
        {steps.map(({ at, what, isBad }, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps are only added at the end
          <li key={n} className={isBad === true ? 'bad' : ''}>
            <span className="hint">{moment(at)}</span> <bdi>{what}</bdi>
          </li>
        ))}
      </ol>
    </section>
  );
};
