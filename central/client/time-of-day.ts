/** A time of a day's clock, as people write it: `9:05`, `09.05`, `9h05`. */
const OF_A_DAY = /^\d{1,2}[:.h]\d\d$/;

/**
 * A time as central reads it, in the depot's zone: a time of the day gets `day` before it, in whatever
 * form a file may have it; anything else stays as it is. Central says whether the clocks skip or repeat it.
 */
export const timeOnDay = (text: string, day: string): string =>
  OF_A_DAY.test(text.trim()) ? `${day} ${text.trim()}` : text;
