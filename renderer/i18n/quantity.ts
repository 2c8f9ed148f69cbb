import { dateTag } from './date-tag.ts';

/** A share as the language writes it, 0 to 100: '85%', '85\u00a0%', and in Arabic with its marks. */
export const percentOf = (percent: number, language: string): string =>
  new Intl.NumberFormat(dateTag(language), { style: 'percent' }).format(percent / 100);

/** So many hours or minutes, as short as the language can write them: '31h', '31 Std.'. */
export const spanOf = (count: number, unit: 'hour' | 'minute', language: string): string =>
  new Intl.NumberFormat(dateTag(language), { style: 'unit', unit, unitDisplay: 'narrow' }).format(
    count,
  );
