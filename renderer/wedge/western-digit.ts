/** Where the ten digits begin that an Arabic, and a Persian or Urdu, keyboard has. */
const ZEROS = [0x0660, 0x06f0] as const;

/** A digit of an Arabic keyboard as the digit that codes and labels have; any other key as it is. */
export const westernDigit = (key: string): string => {
  const zero = ZEROS.find((first) => key.charCodeAt(0) >= first && key.charCodeAt(0) < first + 10);
  return key.length === 1 && zero !== undefined ? String(key.charCodeAt(0) - zero) : key;
};
