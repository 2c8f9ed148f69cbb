import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WipeView } from '../../../shared/terminal/view/it-view.ts';
import { useAsk } from '../../bridge.tsx';
import { BigButton } from '../../components/big-button.tsx';
import { Notice } from '../../components/step/notice.tsx';
import { TextLine } from '../../components/step/text-line.tsx';
import { ItScreen } from './it-screen.tsx';

/** Nothing is wiped by a touch: what is to happen is typed, and with a loss the number of it. */
export const WipeScreen = ({ view }: { view: WipeView }) => {
  const { t } = useTranslation();
  const ask = useAsk();
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);
  const { stage, waiting, words, loses, problem, begun } = view;
  if (stage === 'working') {
    return (
      <ItScreen of="wipe" title={t('wipe.title')} onBack={null}>
        <p className="it-summary" role="status">
          {t('wipe.working')}
        </p>
      </ItScreen>
    );
  }
  const confirm = () =>
    void ask['wipe/confirm']({ words: typed }).then(({ ok }) => {
      setWrong(!ok);
      setTyped('');
    });
  return (
    <ItScreen
      of="wipe"
      title={t('wipe.title')}
      {...(begun ? { onBack: null } : {})}
      foot={<BigButton label={t('wipe.act')} onPress={confirm} />}
    >
      {problem === null ? (
        <p>{begun ? t('wipe.begun') : t('wipe.about')}</p>
      ) : (
        <div role="alert">
          <p className="it-summary">{t('wipe.refused')}</p>
          <p>{t(`problem.${problem}.what`)}</p>
          <p>{t('wipe.dockFirst')}</p>
        </div>
      )}
      {loses === null && waiting > 0 && <p>{t('status.waiting', { count: waiting })}</p>}
      {loses !== null && (
        <p className="it-danger">
          {loses > 0 && t('wipe.loses', { count: loses })} {t('wipe.noProof')}
        </p>
      )}
      {wrong && <Notice text={t('wipe.wrong', { words })} />}
      <TextLine
        label={t('wipe.type', { words })}
        value={typed}
        length={20}
        onValue={(words) => setTyped(words.toUpperCase())}
      />
    </ItScreen>
  );
};
