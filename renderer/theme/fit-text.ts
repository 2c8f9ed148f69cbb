import type { Settings } from '../../shared/settings.ts';

/** How much larger text may become, the largest first. */
const SCALES: Record<Settings['textSize'], readonly number[]> = {
  normal: [],
  large: [1.15, 1.1, 1.05],
  largest: [1.3, 1.2, 1.1, 1.05],
};

/** The elements of a page that have less room than what they hold; what scrolls always has it. */
const crowdedIn = (page: Element): ReadonlySet<Element> => {
  const crowded = new Set<Element>();
  const look = (element: Element, holder: DOMRect): void => {
    if (element.matches('svg, input, progress, .hidden-text')) return;
    const { display, position, overflowX, overflowY } = getComputedStyle(element);
    if (display === 'none' || position === 'absolute') return;
    const box = element.getBoundingClientRect();
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
    if (past > 1 || wide || cut) crowded.add(element);
    if (overflowY !== 'auto') for (const child of element.children) look(child, box);
  };
  look(page, page.getBoundingClientRect());
  return crowded;
};

/**
 * Makes the text of a page as large as was chosen, as far as nothing is cut off or has to scroll:
 * nothing may be short of room that is not so at the usual size, as a name longer than its lines is.
 */
export const fitText = (page: HTMLElement, size: Settings['textSize']): void => {
  const write = (scale: number) => page.style.setProperty('--text', String(scale));
  write(1);
  const scales = SCALES[size];
  if (scales.length === 0) return;
  const before = crowdedIn(page);
  for (const scale of scales) {
    write(scale);
    if ([...crowdedIn(page)].every((element) => before.has(element))) return;
  }
  write(1);
};
