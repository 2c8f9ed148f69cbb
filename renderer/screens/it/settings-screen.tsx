import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SettingsView } from '../../../shared/ipc/it-view.ts';
import { language, type SettingChange, VOLUMES } from '../../../shared/settings/settings.ts';
import { useAsk } from '../../bridge.tsx';
import { ToolIcon, UncertainIcon } from '../../components/icons.tsx';
import { SideButton } from '../../components/side-button.tsx';
import { Notice } from '../../components/step/notice.tsx';
import { ChoiceRow } from './choice-row.tsx';
import { ItScreen } from './it-screen.tsx';

/** Each language in itself: who reads it knows it. */
const NAMES = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  pl: 'Polski',
  ar: 'العربية',
} as const;

/** What IT may change of the terminal. */
export const SettingsScreen = ({ view }: { view: SettingsView }) => {
  const { t } = useTranslation();
  const ask = useAsk();
  const [refused, setRefused] = useState(false);
  const { settings, problem, ports, inKiosk, enrolled } = view;
  const change = (to: SettingChange) =>
    void ask['settings/change']({ change: to }).then(({ ok }) => setRefused(!ok));
  const known = new Set([...ports, ...(settings.scanner === null ? [] : [settings.scanner])]);
  const foot = (
    <>
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
          label={t('settings.wipe')}
          onPress={() => void ask['wipe/open']({})}
        />
      )}
    </>
  );
  return (
    <ItScreen of="settings" title={t('it.settings')} foot={foot}>
      {problem !== null && <Notice text={t(`settings.problem.${problem}`)} />}
      {refused && problem === null && <Notice text={t('settings.notTaken')} />}
      <ChoiceRow
        legend={t('settings.language')}
        choices={[
          { value: null, label: t('settings.system') },
          ...language.options.map((value) => ({ value, label: NAMES[value], lang: value })),
        ]}
        chosen={settings.language}
        onChoose={(value) => change({ language: value })}
      />
      <ChoiceRow
        legend={t('settings.volume')}
        choices={VOLUMES.map((value) => ({
          value,
          label: value === 0 ? t('settings.silent') : t('dock.percent', { percent: value }),
        }))}
        chosen={settings.volume}
        onChoose={(value) => change({ volume: value })}
      />
      <ChoiceRow
        legend={t('settings.scanner')}
        choices={[
          { value: null, label: t('settings.byItself') },
          ...[...known].map((port) => ({ value: port, label: port })),
        ]}
        chosen={settings.scanner}
        onChoose={(value) => change({ scanner: value })}
      />
      <ChoiceRow
        legend={t('settings.kiosk')}
        choices={[
          { value: true, label: t('settings.on') },
          { value: false, label: t('settings.off') },
        ]}
        chosen={settings.kiosk}
        onChoose={(value) => change({ kiosk: value })}
      />
      {inKiosk && (
        <button
          type="button"
          className="it-choice it-leave"
          onClick={() => void ask['kiosk/leave']({})}
        >
          {t('settings.leaveKiosk')}
        </button>
      )}
    </ItScreen>
  );
};
