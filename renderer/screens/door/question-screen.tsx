import type { TFunction } from 'i18next';
import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../../shared/assert-never.ts';
import type { Answer } from '../../../shared/terminal/door/door-state.ts';
import type { DoorView } from '../../../shared/terminal/view/view.ts';
import { useAsk } from '../../bridge.tsx';
import { BigButton } from '../../components/big-button.tsx';
import { BackIcon, CrossIcon, KeepIcon, UncertainIcon } from '../../components/icons.tsx';
import { SideButton } from '../../components/side-button.tsx';
import '../verdict/verdict-screen.css';

type Asked = NonNullable<DoorView['asked']>;
type Props = { readonly view: DoorView; readonly asked: Asked; readonly onBack: () => void };

/** As many labels as are told by their last characters; more are counted. */
const MOST = 4;

/** Asked before a code is judged: nothing of it is lost, and nothing is recorded yet. */
export const QuestionScreen = ({ view: { stop }, asked, onBack }: Props) => {
  const { t } = useTranslation();
  const ask = useAsk();
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => button.current?.focus({ preventScroll: true }), []);
  const { delivery } = stop;
  const answer = (given: Answer) => () => void ask['question/answer']({ delivery, answer: given });
  const words = wordsOf(asked, t);
  const back = (
    <SideButton
      place="verdict-override"
      icon={<BackIcon />}
      label={t('question.back')}
      onPress={onBack}
    />
  );
  const acts = () => {
    if (asked.name === 'unfinished') {
      return (
        <>
          <SideButton
            place="verdict-override"
            icon={<CrossIcon />}
            label={t('question.drop')}
            onPress={answer('drop')}
          />
          <BigButton ref={button} label={t('question.finish')} onPress={answer('finish')} />
        </>
      );
    }
    const keep = t('question.keep', { count: asked.labels.length });
    if (!asked.mayHandOver) {
      return asked.mayKeep ? (
        <>
          {back}
          <BigButton ref={button} label={keep} onPress={answer('keep')} />
        </>
      ) : (
        <BigButton ref={button} label={t('question.back')} onPress={onBack} />
      );
    }
    return (
      <>
        {asked.mayKeep ? (
          <SideButton
            place="verdict-override"
            icon={<KeepIcon />}
            label={keep}
            onPress={answer('keep')}
          />
        ) : (
          back
        )}
        <BigButton ref={button} label={t('question.handOver')} onPress={answer('hand-over')} />
      </>
    );
  };
  return (
    <main className="screen verdict" data-tone="uncertain" data-question={asked.name}>
      <div className="verdict-says" role="alert">
        <div className="verdict-icon">
          <UncertainIcon />
        </div>
        <div className="verdict-words" data-wordy="true">
          <h1>{words.title}</h1>
          <p className="verdict-what">
            <bdi>{words.what}</bdi>
          </p>
          <p className="verdict-next">{words.next}</p>
        </div>
      </div>
      <div className="verdict-acts">{acts()}</div>
    </main>
  );
};

/** The ends of some labels, as they are told on the parcels. */
const endsOf = (labels: readonly string[]): string =>
  [
    ...labels.slice(0, MOST).map((label) => label.slice(-4)),
    ...(labels.length > MOST ? ['…'] : []),
  ].join(' · ');

const wordsOf = (asked: Asked, t: TFunction) => {
  switch (asked.name) {
    case 'unscanned':
      return {
        title: t('question.unscanned', { count: asked.labels.length }),
        what: endsOf(asked.labels),
        next: t(asked.mayHandOver ? 'question.unscannedNext' : 'question.unscannedRefused'),
      };
    case 'unfinished':
      return {
        title: t(asked.of === 'exception' ? 'question.exceptionBegun' : 'question.handOverBegun'),
        what: t('question.notJudged'),
        next: t('question.finishOrDrop'),
      };
    default:
      return assertNever(asked);
  }
};
