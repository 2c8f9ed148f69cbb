import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LANGUAGE_TAGS } from '../../../shared/protocol/plain-values.ts';
import type { Settings } from '../../../shared/terminal/settings/settings.ts';
import type { SettingsView } from '../../../shared/terminal/view/view.ts';
import { useAsk } from '../../bridge.tsx';
import { BigButton } from '../../components/big-button.tsx';
import { Notice } from '../../components/step/notice.tsx';
import { chooseLanguage } from '../../i18n/languages.ts';
import './display-sheet.css';

type Props = { readonly view: SettingsView; readonly onDone: () => void };

const VOLUMES = { off: 0, soft: 35, medium: 65, loud: 100 } as const;
type Volume = keyof typeof VOLUMES;

/** Every language by its own name: who cannot read the others finds it. */
const NAMES = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  pl: 'Polski',
  ar: 'العربية',
} as const;

/** How the terminal looks and sounds. Each touch takes effect at once, and is kept. */
export const DisplaySheet = ({ view, onDone }: Props) => {
  const { t } = useTranslation();
  const ask = useAsk();
  const { chosen, problem } = view;
  const change = (part: Partial<Settings>) => void ask['settings/change']({ ...chosen, ...part });
  const volumes = Object.keys(VOLUMES) as Volume[];
  return (
    <main className="screen display">
      <h1>{t('display.title')}</h1>
      <div className="display-body">
        {problem !== null && (
          <Notice text={`${t(`problem.${problem}.what`)} ${t(`problem.${problem}.next`)}`} />
        )}
        <Group
          label={t('display.theme')}
          options={['auto', 'sun', 'dark'] as const}
          chosen={chosen.theme}
          name={(theme) => t(`display.themes.${theme}`)}
          onChoose={(theme) => change({ theme })}
        />
        <Group
          label={t('display.text')}
          options={['normal', 'large', 'largest'] as const}
          chosen={chosen.textSize}
          name={(size) => t(`display.texts.${size}`)}
          onChoose={(textSize) => change({ textSize })}
        />
        <Group
          label={t('display.volume')}
          options={volumes}
          chosen={volumes.findLast((each) => VOLUMES[each] <= chosen.volume) ?? 'off'}
          name={(volume) => t(`display.volumes.${volume}`)}
          onChoose={(volume) => change({ volume: VOLUMES[volume] })}
        />
        <Group
          label={t('display.language')}
          options={LANGUAGE_TAGS}
          chosen={chosen.language ?? chooseLanguage(navigator.languages)}
          name={(each) => (
            <bdi lang={each} dir={each === 'ar' ? 'rtl' : 'ltr'}>
              {NAMES[each]}
            </bdi>
          )}
          onChoose={(each) => change({ language: each })}
        />
      </div>
      <BigButton label={t('display.done')} onPress={onDone} />
    </main>
  );
};

type GroupProps<T extends string> = {
  readonly label: string;
  readonly options: readonly T[];
  readonly chosen: T;
  readonly name: (option: T) => ReactNode;
  readonly onChoose: (option: T) => void;
};

/** A few buttons side by side, one of which is pressed. */
const Group = <T extends string>({ label, options, chosen, name, onChoose }: GroupProps<T>) => (
  <fieldset className="display-group" data-count={options.length}>
    <legend>{label}</legend>
    {options.map((option) => (
      <button
        key={option}
        type="button"
        data-option={option}
        aria-pressed={option === chosen}
        onClick={() => onChoose(option)}
      >
        {name(option)}
      </button>
    ))}
  </fieldset>
);
