import type { TFunction } from 'i18next';
import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../../shared/assert-never.ts';
import type { Answer } from '../../../shared/terminal/door/door-state.ts';
import type { DoorView, StopView } from '../../../shared/terminal/view/view.ts';
import { useAsk } from '../../bridge.tsx';
import { BigButton } from '../../components/big-button.tsx';
import {
  BackIcon,
  CrossIcon,
  KeepIcon,
  PersonIcon,
  UncertainIcon,
} from '../../components/icons.tsx';
import { SideButton } from '../../components/side-button.tsx';
import '../verdict/verdict-screen.css';

type Asked = NonNullable<DoorView['asked']>;
type Props = { readonly view: DoorView; readonly asked: Asked; readonly onBack: () => void };

/** As many labels as are told by their last characters; more are counted. */
const MOST = 4;
/** With their names. */
const MOST_NAMED = 2;

/** Asked before a code is judged: nothing of it is lost, and nothing is recorded yet. */
export const QuestionScreen = ({ view: { stop }, asked, onBack }: Props) => {
  const { t } = useTranslation();
  const ask = useAsk();
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => button.current?.focus({ preventScroll: true }), []);
  const { delivery } = stop;
  const answer = (given: Answer) => () => void ask['question/answer']({ delivery, answer: given });
  const words = wordsOf(asked, stop.parcels, t);
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
    if (asked.name === 'not-allowed') {
      return (
        <>
          <SideButton
            place="verdict-override"
            icon={<PersonIcon />}
            label={t('question.toCustomer')}
            onPress={answer('drop')}
          />
          <BigButton ref={button} label={t('question.chooseAgain')} onPress={answer('finish')} />
        </>
      );
    }
    if (asked.name === 'unsigned') {
      return (
        <>
          {asked.mayHandOver ? (
            <SideButton
              place="verdict-override"
              icon={<CrossIcon />}
              label={t('question.without')}
              onPress={answer('hand-over')}
            />
          ) : (
            back
          )}
          <BigButton ref={button} label={t('question.sign')} onPress={answer('finish')} />
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

/** As much of a name as tells it from another. */
const SHORT = 16;
const inShort = (name: string): string => {
  const letters = [...name];
  return letters.length <= SHORT
    ? name
    : `${letters
        .slice(0, SHORT - 1)
        .join('')
        .trimEnd()}…`;
};

/** Some parcels, by the ends of their labels and by what the depot calls them. */
const endsOf = (labels: readonly string[], parcels: StopView['parcels']): string => {
  const names = new Map<string, string | null>(parcels.map(({ label, name }) => [label, name]));
  const isNamed = labels.some((label) => (names.get(label) ?? null) !== null);
  const most = isNamed ? MOST_NAMED : MOST;
  const told = labels.slice(0, most).map((label) => {
    const name = names.get(label) ?? null;
    return name === null ? label.slice(-4) : `${label.slice(-4)} ${inShort(name)}`;
  });
  return [...told, ...(labels.length > most ? ['…'] : [])].join(' · ');
};

const wordsOf = (asked: Asked, parcels: StopView['parcels'], t: TFunction) => {
  switch (asked.name) {
    case 'unscanned':
      return {
        title: t('question.unscanned', { count: asked.labels.length }),
        what: endsOf(asked.labels, parcels),
        next: t(asked.mayHandOver ? 'question.unscannedNext' : 'question.unscannedRefused'),
      };
    case 'unsigned':
      return {
        title: t('question.unsigned'),
        what: t('question.notJudged'),
        next: t(asked.mayHandOver ? 'question.unsignedAsk' : 'question.unsignedNext'),
      };
    case 'not-allowed':
      return {
        title: t('question.notAllowed'),
        what: t('question.notJudged'),
        next: t('question.notAllowedNext'),
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
