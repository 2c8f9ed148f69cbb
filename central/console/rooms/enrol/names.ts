/** The most terminals that are enrolled in one go. */
export const MOST = 100;

/** 'Handheld 7', 'Handheld 8' … after the first one; a name without a number gets numbers from 1 on. */
export const namesAfter = (first: string, count: number): readonly string[] => {
  const [, stem = '', number = ''] = /^(.*?)(\d{0,6})$/s.exec(first.trim()) ?? [];
  if (stem.trim() === '' && number === '') return [];
  if (number === '' && count === 1) return [stem];
  const from = number === '' ? 1 : Number(number);
  const between = number === '' && !stem.endsWith(' ') ? ' ' : '';
  return Array.from(
    { length: Math.min(MOST, Math.max(0, count)) },
    (_, n) => `${stem}${between}${String(from + n).padStart(number.length, '0')}`,
  );
};

/** The names of a list, one in each line. */
export const namesIn = (list: string): readonly string[] =>
  list
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(0, MOST);

/** The first name that is there twice. */
export const nameTwice = (names: readonly string[]): string | null =>
  names.find((name, at) => names.indexOf(name) !== at) ?? null;
