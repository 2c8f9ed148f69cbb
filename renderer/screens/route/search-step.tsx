import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouteView } from '../../../shared/ipc/view.ts';
import { MAX_SEARCH } from '../../../shared/plain-values.ts';
import { useAsk } from '../../bridge.tsx';
import { BigButton } from '../../components/big-button.tsx';
import { BackIcon } from '../../components/icons.tsx';
import { LetterPad } from '../../components/letter-pad.tsx';
import { useTypedKeys } from '../door/use-typed-keys.ts';
import './search-step.css';

type Props = { readonly view: RouteView; readonly onDone: () => void };

/** Street, name, house number or label, typed with a glove; how many stops have it is seen at once. */
export const SearchStep = ({ view, onDone }: Props) => {
  const { t } = useTranslation();
  const ask = useAsk();
  const [words, setWords] = useState(view.search);
  const look = (search: string) => {
    setWords(search);
    void ask['route/look']({ filter: 'all', search, from: search === '' ? null : 0 });
  };
  const type = (character: string) => look((words + character).slice(0, MAX_SEARCH));
  const remove = () => look(words.slice(0, -1));
  const leave = () => {
    look('');
    onDone();
  };
  useTypedKeys({ type, remove, close: leave, space: () => type(' ') });
  return (
    <main className="screen search">
      <header className="search-head">
        <button type="button" className="step-back" aria-label={t('door.back')} onClick={leave}>
          <BackIcon />
        </button>
        <div className="search-words">
          <p className="search-typed">
            {words === '' ? (
              <span className="search-hint">{t('route.search.hint')}</span>
            ) : (
              <bdi>{words}</bdi>
            )}
          </p>
          <output>{t('route.search.found', { count: view.matching })}</output>
        </div>
      </header>
      <LetterPad onCharacter={type} onDelete={remove} />
      <BigButton
        label={t('route.search.show', { count: view.matching })}
        onPress={view.matching === 0 ? leave : onDone}
      />
    </main>
  );
};
