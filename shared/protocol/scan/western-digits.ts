/**
 * Text with the digits that codes and labels have, in place of those of an Arabic (U+0660 on), Persian
 * or Urdu (U+06F0 on) keyboard: the last four bits of each are its value.
 */
export const westernDigits = (text: string): string =>
  text.replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 0xf));
