import { useTranslation } from 'react-i18next';
import type { SupportView } from '../../../shared/terminal/view/it-view.ts';
import { useAsk } from '../../bridge.tsx';
import { BigButton } from '../../components/big-button.tsx';
import { DockIcon } from '../../components/icons.tsx';
import { SideButton } from '../../components/side-button.tsx';
import { Notice } from '../../components/step/notice.tsx';
import { ItScreen } from './it-screen.tsx';

/** The support bundle, whole, before it is saved. */
export const SupportScreen = ({ view }: { view: SupportView }) => {
  const { t } = useTranslation();
  const ask = useAsk();
  const { file, text, save } = view;
  const foot = (
    <>
      <SideButton
        place="it-own"
        icon={<DockIcon />}
        label={t('support.own')}
        onPress={() => void ask['support/save']({ to: 'own' })}
      />
      <BigButton
        label={t('support.stick')}
        onPress={() => void ask['support/save']({ to: 'chosen' })}
      />
    </>
  );
  return (
    <ItScreen of="support" title={t('support.title')} foot={foot}>
      {save.state === 'failed' && <Notice text={t('support.failed')} />}
      <p className="it-summary" aria-live="polite" data-save={save.state}>
        {save.state === 'saving' && t('support.saving')}
        {save.state === 'saved' && t('support.saved', { folder: save.folder })}
      </p>
      <p>{t('support.about')}</p>
      <p className="it-text" dir="ltr">
        {file}
      </p>
      <pre className="it-text" dir="ltr">
        {text}
      </pre>
    </ItScreen>
  );
};
