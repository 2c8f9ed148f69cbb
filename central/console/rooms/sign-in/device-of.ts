/** The names come in this order: most browsers say that they are others as well. */
const BROWSERS = [
  [/\bEdg(?:A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bElectron\//, 'Electron'],
  [/\bChrome\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
] as const;
const SYSTEMS = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
] as const;

const firstOf = (all: readonly (readonly [RegExp, string])[], label: string): string | null =>
  all.find(([sign]) => sign.test(label))?.[1] ?? null;

/**
 * What a program says of itself (`User-Agent`), as people call it: 'Firefox · Windows'. It is what it
 * says, and proves nothing. Null where nothing of it is known.
 */
export const deviceOf = (label: string): string | null => {
  const known = [firstOf(BROWSERS, label), firstOf(SYSTEMS, label)].filter((one) => one !== null);
  return known.length === 0 ? null : known.join(' · ');
};
