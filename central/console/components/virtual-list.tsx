import { useWindowVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import './virtual-list.css';

const OVERSCAN = 8;

/** On paper there is no window to scroll: everything is there. */
const useIsPrinting = (): boolean => {
  const [isPrinting, setIsPrinting] = useState(false);
  useEffect(() => {
    const paper = matchMedia('print');
    const look = (): void => setIsPrinting(paper.matches);
    paper.addEventListener('change', look);
    return () => paper.removeEventListener('change', look);
  }, []);
  return isPrinting;
};

/** How far an arrow, Home or End goes. */
const STEPS: Readonly<Record<string, (index: number, last: number) => number>> = {
  ArrowDown: (index) => index + 1,
  ArrowUp: (index) => index - 1,
  Home: () => 0,
  End: (_, last) => last,
};

/**
 * A list of any length in the page's own scrolling: only what is near the window is in the document,
 * and each item says which of how many it is. In each item the link with `data-row` is what the arrow
 * keys, Home and End go to.
 */
export const VirtualList = <T,>({
  items,
  keyOf,
  rowHeight,
  label,
  children,
}: {
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string;
  /** About how high an item is, in pixels; each is measured when it is shown. */
  readonly rowHeight: number;
  readonly label: string;
  readonly children: (item: T) => ReactNode;
}) => {
  const list = useRef<HTMLOListElement>(null);
  const wanted = useRef<number | null>(null);
  const [top, setTop] = useState(0);
  const isPrinting = useIsPrinting();
  const rows = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => rowHeight,
    overscan: isPrinting ? items.length : OVERSCAN,
    scrollMargin: top,
    getItemKey: (index) => {
      const item = items[index];
      return item === undefined ? index : keyOf(item);
    },
  });
  const shown = rows.getVirtualItems();
  useLayoutEffect(() => {
    if (list.current === null) return;
    setTop(list.current.getBoundingClientRect().top + window.scrollY);
    if (wanted.current === null) return;
    const row = list.current.querySelector<HTMLElement>(
      `[data-index="${wanted.current}"] [data-row]`,
    );
    if (row === null) return;
    wanted.current = null;
    row.focus({ preventScroll: true });
  });
  const onKeyDown = (event: KeyboardEvent<HTMLOListElement>): void => {
    const step = STEPS[event.key];
    const { target } = event;
    if (step === undefined || !(target instanceof HTMLElement) || !('row' in target.dataset)) {
      return;
    }
    const last = items.length - 1;
    const index = Number(target.closest<HTMLElement>('[data-index]')?.dataset['index']);
    const next = Math.min(last, Math.max(0, step(index, last)));
    event.preventDefault();
    wanted.current = next;
    rows.scrollToIndex(next, { align: 'auto' });
    const there = list.current?.querySelector<HTMLElement>(`[data-index="${next}"] [data-row]`);
    if (there === null || there === undefined) return;
    wanted.current = null;
    there.focus({ preventScroll: true });
  };
  return (
    <ol
      ref={list}
      className="virtual-list"
      aria-label={label}
      style={{ blockSize: rows.getTotalSize() }}
      onKeyDown={onKeyDown}
    >
      {shown.map(({ index, key, start }) => {
        const item = items[index];
        return item === undefined ? null : (
          <li
            key={key}
            ref={rows.measureElement}
            data-index={index}
            aria-setsize={items.length}
            aria-posinset={index + 1}
            style={{ transform: `translateY(${start - top}px)` }}
          >
            {children(item)}
          </li>
        );
      })}
    </ol>
  );
};
