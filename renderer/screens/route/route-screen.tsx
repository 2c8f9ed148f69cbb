import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouteView, StopView } from '../../../shared/terminal/view/view.ts';
import { useAsk } from '../../bridge.tsx';
import { BigButton } from '../../components/big-button.tsx';
import { DisplayButton } from '../../components/display-button.tsx';
import { DockIcon, ForwardIcon, LeaveIcon } from '../../components/icons.tsx';
import { useNow } from '../../components/use-now.ts';
import { useLocale } from '../../i18n/locale.tsx';
import { asSentence, dayWords } from '../../i18n/moment.ts';
import { firstShown } from './first-shown.ts';
import { RouteTools } from './route-tools.tsx';
import './route-screen.css';
import { RoutesStep } from './routes-step.tsx';
import { SearchStep } from './search-step.tsx';
import { StopList } from './stop-list.tsx';

type Props = { readonly view: RouteView; readonly onDisplay: () => void };

/** The stops of one route of one day, the next one on top; fewer of them if something is looked for. */
export const RouteScreen = ({ view, onDisplay }: Props) => {
  const { t } = useTranslation();
  const ask = useAsk();
  const locale = useLocale();
  const now = useNow(60_000);
  const [searching, setSearching] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const { total, done, route, day, routes, signedIn, filter, search } = view;
  const first = firstShown(view);
  const dock = () => void ask['dock/start']({});
  const open = (stop: StopView) => void ask['stop/open']({ delivery: stop.delivery });
  const wholeRoute = () => void ask['route/look']({ filter: 'all', search: '', from: null });
  if (choosing) return <RoutesStep view={view} onDone={() => setChoosing(false)} />;
  if (searching) return <SearchStep view={view} onOpen={open} onDone={() => setSearching(false)} />;
  const title = route === null ? t('route.untitled') : t('route.title', { route });
  const under = [
    day === null ? null : asSentence(dayWords(day, now, t, locale), locale.language),
    total === 0 ? null : t('route.progress', { done, total }),
    signedIn === null ? null : <bdi key="signed-in">{signedIn}</bdi>,
  ]
    .filter((part) => part !== null)
    .flatMap((part, i) => (i === 0 ? [part] : [' · ', part]));
  return (
    <main className="screen route">
      <header className="route-head">
        <div className="route-title">
          <h1>
            {routes.length > 1 ? (
              <button type="button" className="route-choose" onClick={() => setChoosing(true)}>
                {title}
                <ForwardIcon />
                <span className="hidden-text">{t('route.choose')}</span>
              </button>
            ) : (
              title
            )}
          </h1>
          <p>{under}</p>
        </div>
        <div className="route-ways">
          {signedIn !== null && (
            <button
              type="button"
              className="route-way"
              aria-label={t('route.signOut')}
              onClick={() => void ask['sign-in/end']({})}
            >
              <LeaveIcon />
            </button>
          )}
          <DisplayButton place="route-display" onPress={onDisplay} />
          <button type="button" className="route-way route-dock" onClick={dock}>
            <DockIcon />
            {t('route.dock')}
          </button>
        </div>
      </header>
      <progress className="route-progress" value={done} max={total || 1} aria-hidden />
      {total === 0 ? <EmptyRoute /> : <StopList view={view} first={first} onOpen={open} />}
      <footer className="route-foot">
        {total > 0 && <RouteTools view={view} onSearch={() => setSearching(true)} />}
        {first !== null ? (
          <BigButton
            key={first.delivery}
            label={t('route.open', { position: first.position })}
            onPress={() => open(first)}
          />
        ) : filter === 'all' && search === '' ? (
          <BigButton key="dock" label={t('route.toDock')} onPress={dock} />
        ) : (
          // Of what is looked for, nothing can be opened.
          <BigButton key="route" label={t('door.back')} onPress={wholeRoute} />
        )}
      </footer>
    </main>
  );
};

const EmptyRoute = () => {
  const { t } = useTranslation();
  return (
    <section className="route-empty">
      <h2>{t('route.empty')}</h2>
      <p>{t('route.emptyNext')}</p>
    </section>
  );
};
