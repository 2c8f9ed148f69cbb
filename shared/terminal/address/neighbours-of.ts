/** A number, the letter behind it, and the end of a range: `27`, `31b`, `12 bis`, `27–29`. */
const NUMBER = String.raw`(\d{1,4})(?:\s?(bis|ter|quater|\p{L})(?!\p{L}))?(?:\s?[-–/]\s?(\d{1,4}))?`;
/** `12 Rue de la Paix`; not `17. Juni`, which is a date. */
const LEADING = new RegExp(String.raw`^${NUMBER}(?![\d.])[\s,]+\p{L}`, 'iu');
/** `Bergmannstraße 27`, `Piazza 12/A`, `nº 5`. */
const TRAILING = new RegExp(String.raw`(?<![\p{L}\d])${NUMBER}\s*(?:/\s?\p{L})?$`, 'iu');
const ALONE = new RegExp(String.raw`^(?:n[ro]?[.º°]*\s*)?${NUMBER}$`, 'iu');
/** A part of an address that says where in the house. */
const WITHIN =
  /^(?:flat|apartment|apt|unit|suite|floor|room|appt?|appartement|étage|wohnung|whg|piso|planta|puerta|lokal|m)\b/iu;
/** A street that is called by a letter and a number, as in Mannheim. */
const BLOCK = /^\p{L}\s?\d{1,2}$/u;
const YEAR = 1_800;

type House = { readonly low: number; readonly high: number; readonly letter: string | null };

const houseOf = (match: RegExpMatchArray | null): House | null => {
  if (match === null) return null;
  const [, number = '', letter = null, end] = match;
  const low = Number(number);
  // What stands behind a slash and is smaller is a flat.
  const high = end !== undefined && Number(end) > low ? Number(end) : low;
  return { low, high, letter: letter !== null && letter.length === 1 ? letter : null };
};

const houseIn = (line: string): House | null => {
  const [street = '', ...rest] = line
    .normalize('NFKC')
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .split(/[,;،]/)
    .map((part) => part.trim())
    .filter((part) => part !== '' && !WITHIN.test(part));
  const apart = houseOf(rest[0]?.match(ALONE) ?? null);
  if (BLOCK.test(street)) return apart;
  const before = houseOf(street.match(LEADING));
  const behind = houseOf(street.match(TRAILING));
  // `12 Rue du 8 Mai 1945`
  if (before !== null && (behind === null || behind.low >= YEAR)) return before;
  // `12, Rue de la Paix`: the number alone, before its street.
  return (/\p{L}/u.test(street) ? behind : houseOf(street.match(ALONE))) ?? apart;
};

/**
 * The house numbers beside that of an address, up to two on either side, in order; of `31b` also the
 * letters beside it. None where the address tells no number.
 *
 * @param address its lines, the street in the first one that has a number
 */
export const neighboursOf = (address: readonly string[]): readonly string[] => {
  const house = address.map(houseIn).find((found) => found !== null) ?? null;
  if (house === null || house.low === 0) return [];
  const { low, high, letter } = house;
  if (letter !== null) return [String(low), ...lettersBeside(low, letter), String(high + 2)];
  return [low - 2, low - 1, high + 1, high + 2].filter((each) => each > 0).map(String);
};

const lettersBeside = (number: number, letter: string): readonly string[] => {
  const code = letter.toLowerCase().charCodeAt(0);
  const capital = letter !== letter.toLowerCase();
  return [code - 1, code + 1]
    .filter((each) => each >= 0x61 && each <= 0x7a)
    .map((each) => String.fromCharCode(each))
    .map((each) => `${number}${capital ? each.toUpperCase() : each}`);
};
