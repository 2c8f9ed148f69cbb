/** So many letters of a usual width have room in any sentence. */
const ROOM = 84;
/** More marks than any language puts on one letter reach into other lines. */
const MARKS = /(\p{M}{3})\p{M}+/gu;

/** Letters of most other scripts are wider than ours, or higher, which takes lines as well. */
const OTHER_LETTER =
  /(?![\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}])\p{L}/u;

/** About how wide a character is, in usual letters. */
const widthOf = (character: string): number => {
  // Whole sentences in one sign: U+FDFA, U+FDFB, U+FDFD.
  if (/[\ufdf0-\ufdff]/u.test(character)) return 60;
  if (
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}\ufb00-\ufb06]/u.test(
      character,
    )
  )
    return 2;
  if (/[WMＷ@%—]/u.test(character)) return 1.8;
  if (/\p{Script=Hebrew}/u.test(character)) return 1.4;
  return OTHER_LETTER.test(character) ? 2.2 : 1;
};

/**
 * What is filled into a sentence, cut with an ellipsis where it would push the rest of the sentence
 * off the screen. What people are called, and where they live, is never so long.
 */
export const cutShort = (text: string): string => {
  // Cheap first: nearly everything is short and plain.
  if (text.length < 7) return text;
  let width = 0;
  let kept = '';
  for (const { segment } of new Intl.Segmenter().segment(text.replace(MARKS, '$1'))) {
    width += widthOf(segment);
    if (width > ROOM) return `${kept.trimEnd()}…`;
    kept += segment;
  }
  return kept;
};
