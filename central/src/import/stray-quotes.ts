/** A noncharacter (Unicode 23.7). In a file that has it, it is told from those that stand for quotes. */
const MARK = '\ufdd0';
const [OWN, QUOTE] = [`${MARK}0`, `${MARK}1`];
const HIDDEN = /\ufdd0([01])/g;

/** A text piece by piece, with its stray quotation marks as text. */
export type StrayQuotes = {
  readonly hide: (piece: string) => string;
  /** What is left when the text has ended. */
  readonly end: () => string;
  /** A cell as the file has it. */
  readonly show: (cell: string) => string;
};

/**
 * Hides quotation marks that stand in a cell which does not begin with one, as in `Gasthof "Zum Adler"`:
 * spreadsheets take them for text, though RFC 4180 (2.5) forbids them. A cell that begins with one is
 * left alone: what is wrong in it is in doubt, and is said. The parser's own `relax_quotes` would take
 * that for text as well.
 */
export const hideStrayQuotes = (delimiter: string): StrayQuotes => {
  let isInside = false;
  /** The last character so far that is no blank; a line's end is as good as the text's beginning. */
  let last = '\n';
  let rest = '';
  let isAny = false;
  const isBlank = (character: string): boolean =>
    character !== delimiter && character !== '\n' && character !== '\r' && character.trim() === '';
  /** The last character that is no blank, before a place. */
  const lastBefore = (text: string, from: number, to: number): string => {
    for (let at = to - 1; at >= from; at--) {
      const character = text[at] ?? '';
      if (!isBlank(character)) return character;
    }
    return last;
  };
  const beginsCell = (): boolean => last === delimiter || last === '\n' || last === '\r';

  const hide = (piece: string, isEnd: boolean): string => {
    const own = piece.includes(MARK);
    isAny ||= own;
    const text = rest + (own ? piece.replaceAll(MARK, OWN) : piece);
    rest = '';
    let made = '';
    let from = 0;
    for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', from)) {
      if (isInside) {
        if (at + 1 === text.length && !isEnd) {
          rest = '"';
          return made + text.slice(from, at);
        }
        const isDouble = text[at + 1] === '"';
        isInside = isDouble;
        const next = at + (isDouble ? 2 : 1);
        made += text.slice(from, next);
        from = next;
        last = '"';
        continue;
      }
      last = lastBefore(text, from, at);
      isInside = beginsCell();
      made += text.slice(from, at) + (isInside ? '"' : QUOTE);
      isAny ||= !isInside;
      last = '"';
      from = at + 1;
    }
    last = lastBefore(text, from, text.length);
    return made + text.slice(from);
  };
  return {
    hide: (piece) => hide(piece, false),
    end: () => hide('', true),
    show: (cell) =>
      isAny && cell.includes(MARK)
        ? cell.replace(HIDDEN, (_, which: string) => (which === '1' ? '"' : MARK))
        : cell,
  };
};
