import { useTranslation } from 'react-i18next';
import { assertNever } from '../../../shared/assert-never.ts';
import type { RestartView } from '../../../shared/terminal/view/it-view.ts';
import { useAsk } from '../../bridge.tsx';
import { BigButton } from '../../components/big-button.tsx';
import { ItScreen } from './it-screen.tsx';

/** Says what a restart does before it is done; at a stop it waits. */
export const RestartScreen = ({ view: { stage } }: { readonly view: RestartView }) => {
  const { t } = useTranslation();
  const ask = useAsk();
  const title = t('restart.title');
  switch (stage) {
    case 'working':
      return (
        <ItScreen of="restart" title={title} onBack={null}>
          <p className="it-summary" role="status">
            {t('restart.working')}
          </p>
        </ItScreen>
      );
    case 'at-door':
      return (
        <ItScreen of="restart" title={title}>
          <p className="it-summary">{t('restart.atDoor')}</p>
          <p>{t('restart.leaveFirst')}</p>
        </ItScreen>
      );
    case 'confirm':
      return (
        <ItScreen
          of="restart"
          title={title}
          foot={
            <BigButton label={t('restart.act')} onPress={() => void ask['restart/confirm']({})} />
          }
        >
          <p className="it-summary">{t('restart.about')}</p>
          <p>{t('restart.kept')}</p>
        </ItScreen>
      );
    default:
      return assertNever(stage);
  }
};
