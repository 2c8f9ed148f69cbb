/** What must hold on a screen, besides what holds on all of them. */
export type AuditRules = {
  /** Selectors of what may scroll by design. */
  readonly mayScroll: readonly string[];
  /** Selectors of what may end in an ellipsis: a name and an address longer than any room. */
  readonly mayClip: readonly string[];
};

/**
 * Looks at the page as it is laid out, and gives what is wrong with it, in words. Runs in the page,
 * so it is one function that uses nothing from outside itself.
 */
export const auditLayout = ({ mayScroll, mayClip }: AuditRules): string[] => {
  const faults: string[] = [];
  const isAny = (element: Element, selectors: readonly string[]) =>
    selectors.some((selector) => element.closest(selector) !== null);
  const nameOf = (element: Element) =>
    `<${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}"> ${
      element.textContent?.slice(0, 30) ?? ''
    }`;
  const isHidden = (element: Element) => element.closest('.hidden-text') !== null;
  const elements = [...document.body.querySelectorAll('*')].filter(
    (element) => element.closest('svg') === null && !isHidden(element) && element.checkVisibility(),
  );

  // One whose box is not there holds nothing.
  const holderOf = ({ parentElement }: Element): Element | null =>
    parentElement !== null && getComputedStyle(parentElement).display === 'contents'
      ? holderOf(parentElement)
      : parentElement;

  // Nothing scrolls, nothing is cut off, nothing stands outside of the window.
  const page = document.documentElement;
  if (page.scrollHeight > innerHeight || page.scrollWidth > innerWidth) faults.push('page scrolls');
  for (const element of elements) {
    // What is written into a field may be longer than the field, and moves in it.
    if (isAny(element, mayClip) || element.matches('progress, input')) continue;
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    const scrolls = mayScroll.some((selector) => element.matches(selector));
    const wide = style.overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1;
    const high = style.overflowY !== 'visible' && element.scrollHeight > element.clientHeight + 1;
    if (wide || (high && !scrolls)) faults.push(`cut off: ${nameOf(element)}`);
    const parent = holderOf(element)?.getBoundingClientRect();
    const flows =
      style.position !== 'absolute' && !mayScroll.some((s) => element.matches(`${s} > *`));
    if (flows && parent !== undefined) {
      const past = Math.max(
        parent.left - box.left,
        parent.top - box.top,
        box.right - parent.right,
        box.bottom - parent.bottom,
      );
      // Margins below zero let a marked field stand out by half of the page's margin.
      if (past > 17) faults.push(`${past} px outside of what holds it: ${nameOf(element)}`);
    }
    if (isAny(element, mayScroll)) continue;
    if (box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1)
      faults.push(`outside of the window: ${nameOf(element)}`);
  }

  // What is touched is large enough, and apart.
  const targets = elements.filter((element) => element.matches('button, summary, a, input'));
  const boxes = targets.map((element) => ({ element, box: element.getBoundingClientRect() }));
  for (const { element, box } of boxes) {
    if (box.width < 63.5 || box.height < 63.5)
      faults.push(`target of ${box.width}×${box.height}: ${nameOf(element)}`);
    if (element.matches('.big-button') && box.height < 88)
      faults.push(`primary action of ${box.height} high`);
  }
  boxes.forEach(({ element, box: a }, index) => {
    for (const { element: other, box: b } of boxes.slice(index + 1)) {
      const apart = Math.max(
        b.left - a.right,
        a.left - b.right,
        b.top - a.bottom,
        a.top - b.bottom,
      );
      const scrolled = isAny(element, mayScroll) !== isAny(other, mayScroll);
      if (apart < 7.5 && !scrolled)
        faults.push(`targets ${apart} apart: ${nameOf(element)} / ${nameOf(other)}`);
    }
  });

  // Text is large and dark enough, and nothing lies over it.
  type Colour = readonly [number, number, number, number];
  const colourOf = (css: string): Colour => {
    const [r = 0, g = 0, b = 0, a = 1] = (css.match(/[\d.]+/g) ?? []).map(Number);
    return [r, g, b, a];
  };
  const lightOf = ([r, g, b]: Colour) => {
    const [lr = 0, lg = 0, lb = 0] = [r, g, b].map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * lr + 0.7152 * lg + 0.0722 * lb;
  };
  const groundOf = (element: Element): Colour => {
    for (let each: Element | null = element; each !== null; each = each.parentElement) {
      const ground = colourOf(getComputedStyle(each).backgroundColor);
      if (ground[3] === 1) return ground;
      if (ground[3] > 0) faults.push(`half transparent ground: ${nameOf(each)}`);
    }
    return [255, 255, 255, 1];
  };
  // A word goes on in the next line with a hyphen, or not at all. One that is broken only because it
  // may be broken anywhere has none.
  const linesOf = (node: Text, word: RegExpMatchArray) => {
    const range = document.createRange();
    range.setStart(node, word.index ?? 0);
    range.setEnd(node, (word.index ?? 0) + word[0].length);
    return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
  };
  const brokenWordsOf = (node: Text, element: Element): string[] => {
    const words = [...node.data.matchAll(/[\p{L}\p{M}\u00ad]{2,}/gu)];
    const broken = words.filter((word) => linesOf(node, word) > 1);
    if (broken.length === 0) return [];
    const { style } = element as HTMLElement;
    const before = [style.overflowWrap, style.wordBreak] as const;
    style.overflowWrap = 'normal';
    style.wordBreak = 'normal';
    const found = broken.filter((word) => linesOf(node, word) < 2);
    [style.overflowWrap, style.wordBreak] = before;
    return found.map(([word]) => `broken without a hyphen: ${word} in ${nameOf(element)}`);
  };
  const contrastOf = (element: Element) => {
    const lights = [colourOf(getComputedStyle(element).color), groundOf(element)].map(lightOf);
    return (Math.max(...lights) + 0.05) / (Math.min(...lights) + 0.05);
  };
  const written: { readonly element: Element; readonly lines: readonly DOMRect[] }[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode() !== null) {
    const element = walker.currentNode.parentElement;
    if (element === null || !elements.includes(element)) continue;
    if ((walker.currentNode.textContent ?? '').trim() === '') continue;
    const size = Number.parseFloat(getComputedStyle(element).fontSize);
    let least = 20;
    if (element.closest('.status-line, .test-band') !== null) least = 17;
    if (element.closest('.door-who h1, .door-customer') !== null) least = 32;
    if (element.closest('.code-slot') !== null) least = 40;
    if (size < least) faults.push(`text of ${size} px: ${nameOf(element)}`);
    const contrast = contrastOf(element);
    if (contrast < 7) faults.push(`contrast of ${contrast.toFixed(2)}: ${nameOf(element)}`);
    if (isAny(element, [...mayScroll, ...mayClip])) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    const holder = element.getBoundingClientRect();
    written.push({ element, lines: [...range.getClientRects()] });
    faults.push(...brokenWordsOf(walker.currentNode as Text, element));
    for (const line of range.getClientRects()) {
      if (line.left < holder.left - 1 || line.right > holder.right + 1)
        faults.push(`text wider than its place: ${nameOf(element)}`);
      const x = line.left + line.width / 2;
      const y = line.top + line.height / 2;
      const over = document.elementFromPoint(x, y);
      if (over === null || !(over.contains(element) || element.contains(over)))
        faults.push(`covered: ${nameOf(element)} by ${over === null ? 'nothing' : nameOf(over)}`);
    }
  }

  // No text stands in another. A line's box is higher than its letters: those are in the middle.
  const letters = ({ left, right, top, height }: DOMRect) => ({
    left,
    right,
    top: top + height * 0.22,
    bottom: top + height * 0.78,
  });
  written.forEach(({ element, lines }, index) => {
    for (const other of written.slice(index + 1)) {
      const meets = lines
        .map(letters)
        .some((a) =>
          other.lines
            .map(letters)
            .some(
              (b) =>
                Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 &&
                Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1,
            ),
        );
      if (meets) faults.push(`text in text: ${nameOf(element)} / ${nameOf(other.element)}`);
    }
  });

  // What is to be done is in sight, also where something scrolls.
  for (const button of document.querySelectorAll('.big-button')) {
    const box = button.getBoundingClientRect();
    if (!button.checkVisibility()) continue;
    for (let each = button.parentElement; each !== null; each = each.parentElement) {
      const { top, bottom } = each.getBoundingClientRect();
      const cuts = getComputedStyle(each).overflowY !== 'visible';
      if (cuts && (box.top < top - 1 || box.bottom > bottom + 1))
        faults.push(`primary action out of sight: ${nameOf(button)}`);
    }
  }
  return faults;
};
