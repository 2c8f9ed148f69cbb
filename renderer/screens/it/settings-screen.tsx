import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ItChange } from '../../../shared/terminal/settings/it-settings.ts';
import type { ItSettingsView } from '../../../shared/terminal/view/it-view.ts';
import { useAsk } from '../../bridge.tsx';
import { DisplayIcon, ToolIcon, UncertainIcon } from '../../components/icons.tsx';
import { SideButton } from '../../components/side-button.tsx';
import { Notice } from '../../components/step/notice.tsx';
import { ChoiceRow } from './choice-row.tsx';
import { ItScreen } from './it-screen.tsx';

type Props = { readonly view: ItSettingsView; readonly onDisplay: () => void };

/** What IT may change of the terminal. */
export const SettingsScreen = ({ view, onDisplay }: Props) => {
  const { t } = useTranslation();
  const ask = useAsk();
  const [refused, setRefused] = useState(false);
  const { settings, problem, ports, inKiosk, enrolled, mayRestart } = view;
  const change = (to: ItChange) =>
    void ask['it/change']({ change: to }).then(({ ok }) => setRefused(!ok));
  const known = new Set([...ports, ...(settings.scanner === null ? [] : [settings.scanner])]);
  const foot = (
    <>
      <SideButton
        place="it-display"
        icon={<DisplayIcon />}
        label={t('display.title')}
        onPress={onDisplay}
      />
      <SideButton
        place="it-diagnostics"
        icon={<ToolIcon />}
        label={t('it.diagnostics')}
        onPress={() => void ask['it/diagnostics']({})}
      />
      {enrolled && (
        <SideButton
          place="it-wipe"
          icon={<UncertainIcon />}
          label={t('itSettings.wipe')}
          onPress={() => void ask['wipe/open']({})}
        />
      )}
    </>
  );
  return (
    <ItScreen of="settings" title={t('it.settings')} foot={foot}>
      {problem !== null && (
        <Notice text={`${t(`problem.${problem}.what`)} ${t(`problem.${problem}.next`)}`} />
      )}
      {refused && problem === null && <Notice text={t('itSettings.notTaken')} />}
      <ChoiceRow
        legend={t('itSettings.scanner')}
        choices={[
          { value: null, label: t('itSettings.byItself') },
          ...[...known].map((port) => ({ value: port, label: port })),
        ]}
        chosen={settings.scanner}
        onChoose={(value) => change({ scanner: value })}
      />
      <ChoiceRow
        legend={t('itSettings.kiosk')}
        choices={[
          { value: true, label: t('itSettings.on') },
          { value: false, label: t('itSettings.off') },
        ]}
        chosen={settings.kiosk}
        onChoose={(value) => change({ kiosk: value })}
      />
      {mayRestart && (
        <button
          type="button"
          className="it-choice it-restart"
          onClick={() => void ask['restart/open']({})}
        >
          {t('restart.open')}
        </button>
      )}
      {inKiosk && (
        <button
          type="button"
          className="it-choice it-leave"
          onClick={() => void ask['kiosk/leave']({})}
        >
          {t('itSettings.leaveKiosk')}
        </button>
      )}
    </ItScreen>
  );
};
