/**
 * Whether the last of the digits is the check digit of the others: modulo 10, weights 3 and 1 from
 * the right (GS1 General Specifications, 7.9.1). Catches every single wrong digit.
 */
export const hasCheckDigit = (digits: string): boolean => {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    sum += Number(digits[digits.length - 1 - i]) * (i % 2 === 0 ? 1 : 3);
  }
  return sum % 10 === 0;
};
