import type { Settings } from '../../shared/terminal/settings/settings.ts';

/** How much larger text may become, the largest first. */
const SCALES: Record<Settings['textSize'], readonly number[]> = {
  normal: [],
  large: [1.15, 1.1, 1.05],
  largest: [1.3, 1.2, 1.1, 1.05],
};

/** By how much each element of a page has less room than what it holds; what scrolls always has it. */
const crowdedIn = (page: Element): ReadonlyMap<Element, number> => {
  const crowded = new Map<Element, number>();
  const look = (element: Element, holder: DOMRect): void => {
    if (element.matches('svg, input, progress, .hidden-text')) return;
    const { display, position, overflowX, overflowY } = getComputedStyle(element);
    if (display === 'none' || position === 'absolute') return;
    // One whose box is not there holds nothing: what is in it stands in what holds it.
    const box = display === 'contents' ? holder : element.getBoundingClientRect();
    const past = Math.max(
      holder.left - box.left,
      holder.top - box.top,
      box.right - holder.right,
      box.bottom - holder.bottom,
    );
    // An element within a line of text has no width of its own.
    const wide = element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1;
    const high = overflowY !== 'auto' && element.scrollHeight > element.clientHeight + 1;
    const cut = high && (overflowX !== 'visible' || overflowY !== 'visible');
    if (past > 1 || wide || cut) crowded.set(element, Math.max(0, past));
    if (overflowY !== 'auto') for (const child of element.children) look(child, box);
  };
  // A word that has no room is seen as such, and not broken wherever the line ends.
  page.classList.add('whole-words');
  look(page, page.getBoundingClientRect());
  page.classList.remove('whole-words');
  return crowded;
};

/**
 * Makes the text of a page as large as was chosen, as far as nothing is cut off, breaks a word or
 * has to scroll: nothing may have less room than at the usual size, where a name may be longer than
 * its lines already.
 */
export const fitText = (page: HTMLElement, size: Settings['textSize']): void => {
  const write = (scale: number) => page.style.setProperty('--text', String(scale));
  write(1);
  const scales = SCALES[size];
  if (scales.length === 0) return;
  const before = crowdedIn(page);
  const fits = ([element, past]: readonly [Element, number]) =>
    past <= (before.get(element) ?? Number.NEGATIVE_INFINITY) + 1;
  for (const scale of scales) {
    write(scale);
    if ([...crowdedIn(page)].every(fits)) return;
  }
  write(1);
};
