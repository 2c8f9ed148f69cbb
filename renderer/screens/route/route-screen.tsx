import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouteView, StopView } from '../../../shared/ipc/view.ts';
import { useAsk } from '../../bridge.tsx';
import { BigButton } from '../../components/big-button.tsx';
import { DisplayButton } from '../../components/display-button.tsx';
import { DockIcon } from '../../components/icons.tsx';
import './route-screen.css';
import { StopRow } from './stop-row.tsx';

/** The stop that the big button opens. */
const nextOf = (stops: readonly StopView[]): StopView | null =>
  stops.find((stop) => stop.state === 'next') ??
  stops.find((stop) => stop.state === 'open') ??
  stops.find((stop) => stop.state === 'locked') ??
  null;

type Props = { readonly view: RouteView; readonly onDisplay: () => void };

/** Today's stops, with the next one in the middle. */
export const RouteScreen = ({ view, onDisplay }: Props) => {
  const { t } = useTranslation();
  const ask = useAsk();
  const { stops, done, route } = view;
  const next = nextOf(stops);
  const dock = () => void ask['dock/start']({});
  const open = (stop: StopView) => void ask['stop/open']({ delivery: stop.delivery });
  return (
    <main className="screen route">
      <header className="route-head">
        <div className="route-title">
          <h1>{route === null ? t('route.untitled') : t('route.title', { route })}</h1>
          {stops.length > 0 && <p>{t('route.progress', { done, total: stops.length })}</p>}
        </div>
        <DisplayButton place="route-display" onPress={onDisplay} />
        <button type="button" className="route-dock" onClick={dock}>
          <DockIcon />
          {t('route.dock')}
        </button>
      </header>
      <progress className="route-progress" value={done} max={stops.length || 1} aria-hidden />
      {stops.length === 0 ? <EmptyRoute /> : <StopList stops={stops} next={next} onOpen={open} />}
      {next === null ? (
        <BigButton key="dock" label={t('route.toDock')} onPress={dock} />
      ) : (
        <BigButton
          key={next.delivery}
          label={t('route.open', { position: next.position })}
          onPress={() => open(next)}
        />
      )}
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

type StopListProps = {
  readonly stops: readonly StopView[];
  readonly next: StopView | null;
  readonly onOpen: (stop: StopView) => void;
};

const StopList = ({ stops, next, onOpen }: StopListProps) => {
  const list = useRef<HTMLOListElement>(null);
  const nextDelivery = next?.delivery;
  // biome-ignore lint/correctness/useExhaustiveDependencies: it scrolls when another stop is next
  useLayoutEffect(() => {
    if (list.current === null) return;
    const row = list.current.querySelector<HTMLElement>('[aria-current]');
    // Not scrollIntoView: it would move the page as well, for all that it does not scroll.
    list.current.scrollTop =
      row === null
        ? list.current.scrollHeight
        : row.offsetTop - (list.current.clientHeight - row.offsetHeight) / 2;
  }, [nextDelivery]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: where every stop is done, keys alone scroll it
    <ol className="route-stops" ref={list} tabIndex={0}>
      {stops.map((stop) => (
        <StopRow
          key={stop.delivery}
          stop={stop}
          isNext={stop.delivery === nextDelivery}
          onOpen={onOpen}
        />
      ))}
    </ol>
  );
};
