import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_SEARCH } from '../../../shared/protocol/plain-values.ts';
import type { RouteView, StopView } from '../../../shared/terminal/view/view.ts';
import { useAsk } from '../../bridge.tsx';
import { WritingScreen } from '../../components/writing/writing-screen.tsx';
import { firstShown } from './first-shown.ts';

type Props = {
  readonly view: RouteView;
  readonly onOpen: (stop: StopView) => void;
  readonly onDone: () => void;
};

/** Street, name, house number or label, typed with a glove; how many stops have it is seen at once. */
export const SearchStep = ({ view, onOpen, onDone }: Props) => {
  const { t } = useTranslation();
  const ask = useAsk();
  const [words, setWords] = useState(view.search);
  const look = (written: string) => {
    const search = written.slice(0, MAX_SEARCH);
    setWords(search);
    void ask['route/look']({ filter: 'all', search, from: search === '' ? null : 0 });
  };
  const leave = () => {
    look('');
    onDone();
  };
  // The one result is opened from here; one that is over is only shown.
  const only =
    words !== '' && view.search === words && view.matching === 1 ? firstShown(view) : null;
  return (
    <WritingScreen
      text={words}
      onText={look}
      hint={t('route.search.hint')}
      says={t('route.search.found', { count: view.matching })}
      act={
        only === null
          ? t('route.search.show', { count: view.matching })
          : t('route.open', { position: only.position })
      }
      onAct={only === null ? (view.matching === 0 ? leave : onDone) : () => onOpen(only)}
      back={t('door.back')}
      onBack={leave}
    />
  );
};
