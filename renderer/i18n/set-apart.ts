const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}]/u;
const LEFT_TO_RIGHT = /(?![\p{Script=Arabic}\p{Script=Hebrew}])\p{L}/u;

/** A digit with a sign that Arabic moves: '12-14', '+49 30', '85%'; not '14:02', '3.5' or '7/9'. */
const NUMBER_WITH_SIGNS = /^(?=.*\d).*[^\d:./]/u;

/**
 * A name, a street or a code that is written the other way than the sentence around it is isolated
 * from it (first strong isolate, UAX #9), so that neither moves the other's digits and full stops.
 * So is a number with hyphens or blanks: after an Arabic word they would turn it round (rule W2).
 */
export const setApart = (text: string, direction: 'ltr' | 'rtl'): string => {
  const other = direction === 'rtl' ? LEFT_TO_RIGHT : RIGHT_TO_LEFT;
  const turned = direction === 'rtl' && NUMBER_WITH_SIGNS.test(text);
  return other.test(text) || turned ? `\u2068${text}\u2069` : text;
};
