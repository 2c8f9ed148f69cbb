import { useTranslation } from 'react-i18next';
import type { RouteView } from '../../../shared/terminal/view/view.ts';
import { useAsk } from '../../bridge.tsx';
import { BackIcon } from '../../components/icons.tsx';
import { Choices } from '../../components/step/choices.tsx';
import { useNow } from '../../components/use-now.ts';
import { useLocale } from '../../i18n/locale.tsx';
import { asSentence, dayWords } from '../../i18n/moment.ts';

type Props = { readonly view: RouteView; readonly onDone: () => void };

/** The routes that this terminal has: one of them is shown. */
export const RoutesStep = ({ view, onDone }: Props) => {
  const { t } = useTranslation();
  const ask = useAsk();
  const locale = useLocale();
  const now = useNow(60_000);
  const { id, routes } = view;
  const label = (wanted: string): string => {
    const route = routes.find((one) => one.id === wanted);
    if (route === undefined) return '';
    const day = asSentence(dayWords(route.day, now, t, locale), locale.language);
    const left = t('route.left', { count: route.left });
    return `${t('route.title', { route: route.name })} · ${day} · ${left}`;
  };
  return (
    <main className="screen routes">
      <header className="history-head">
        <button type="button" className="step-back" aria-label={t('door.back')} onClick={onDone}>
          <BackIcon />
        </button>
        <h1>{t('route.choose')}</h1>
      </header>
      <Choices
        of="route-choice"
        options={routes.map((route) => route.id)}
        chosen={id}
        icon={() => null}
        label={label}
        onChoose={(route) => {
          void ask['route/choose']({ route });
          onDone();
        }}
      />
    </main>
  );
};
