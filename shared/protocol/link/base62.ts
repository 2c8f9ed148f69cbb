/** Digits and letters alone: whatever finds links in a message takes all of them into the link. */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE = BigInt(DIGITS.length);

/** A number in base 62, filled up with zeros to `length` digits. Throws if it has more. */
export const toBase62 = (number: bigint, length: number): string => {
  let text = '';
  for (let rest = number; rest > 0n; rest /= BASE) text = DIGITS[Number(rest % BASE)] + text;
  if (text.length > length) throw new Error('the number has more digits');
  return text.padStart(length, '0');
};

/** The number that digits of base 62 stand for; null if there is anything else among them. */
export const fromBase62 = (text: string): bigint | null => {
  let number = 0n;
  for (const digit of text) {
    const value = DIGITS.indexOf(digit);
    if (value < 0) return null;
    number = number * BASE + BigInt(value);
  }
  return number;
};
