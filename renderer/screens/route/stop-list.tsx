import { useDeferredValue, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouteView, StopView } from '../../../shared/terminal/view/view.ts';
import { useAsk } from '../../bridge.tsx';
import { StopRow } from './stop-row.tsx';

type Props = {
  readonly view: RouteView;
  /** The one that the large button opens. */
  readonly first: StopView | null;
  readonly onOpen: (stop: StopView) => void;
};

/** How many stops a touch on the first or last row brings into view. */
const STEP = 20;
/** As many as any screen shows at once: these are drawn first. */
const SCREENFUL = 10;

/** The stops that are looked at, the next one on top; further ones are a touch away. */
export const StopList = ({ view, first, onOpen }: Props) => {
  const { t } = useTranslation();
  const ask = useAsk();
  const list = useRef<HTMLOListElement>(null);
  const { stops, from, matching, filter, search } = view;
  const nextDelivery = first?.delivery;
  const isWhole = useDeferredValue(true, false);
  const top = Math.max(
    0,
    stops.findIndex(({ delivery }) => delivery === nextDelivery),
  );
  const rows = isWhole ? stops : stops.slice(top, top + SCREENFUL);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it scrolls when other stops are shown
  useLayoutEffect(() => {
    if (list.current === null) return;
    const row = list.current.querySelector<HTMLElement>('[aria-current]');
    // Not scrollIntoView: it would move the page as well, for all that it does not scroll.
    list.current.scrollTop =
      row !== null ? row.offsetTop - 8 : nextDelivery === undefined ? list.current.scrollHeight : 0;
  }, [nextDelivery, from, filter, search, isWhole]);
  const look = (to: number) => void ask['route/look']({ filter, search, from: Math.max(0, to) });
  const after = matching - from - stops.length;
  if (matching === 0) return <p className="route-none">{t('route.none')}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: where every stop is done, keys alone scroll it
    <ol className="route-stops" ref={list} tabIndex={0}>
      {from > 0 && (
        <li className="stop-row">
          <button type="button" className="route-more" onClick={() => look(from - STEP)}>
            {t('route.before', { count: from })}
          </button>
        </li>
      )}
      {rows.map((stop) => (
        <StopRow
          key={stop.delivery}
          stop={stop}
          isNext={stop.delivery === nextDelivery}
          onOpen={onOpen}
        />
      ))}
      {after > 0 && (
        <li className="stop-row">
          <button type="button" className="route-more" onClick={() => look(from + STEP)}>
            {t('route.after', { count: after })}
          </button>
        </li>
      )}
    </ol>
  );
};
