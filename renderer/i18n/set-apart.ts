const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}]/u;
const LEFT_TO_RIGHT = /(?![\p{Script=Arabic}\p{Script=Hebrew}])\p{L}/u;

/**
 * A name, a street or a code that is written the other way than the sentence around it stands apart
 * from it (first strong isolate, UAX #9), so that neither moves the other's digits and full stops.
 */
export const setApart = (text: string, direction: 'ltr' | 'rtl'): string => {
  const other = direction === 'rtl' ? LEFT_TO_RIGHT : RIGHT_TO_LEFT;
  return other.test(text) ? `\u2068${text}\u2069` : text;
};
