/** Where a command's result goes: one JSON document, or text for people. */
export type Output = {
  readonly result: (document: unknown, text: () => string) => void;
};

export const makeOutput = (json: boolean, write: (text: string) => void): Output => ({
  result: (document, text) => write(`${json ? JSON.stringify(document) : text()}\n`),
});

/** A control character in someone's name must not steer the operator's terminal. */
export const printable = (value: unknown): string =>
  String(value ?? '–').replace(/\p{Cc}/gu, (character) => (character === '\n' ? ' ' : '?'));

/** Rows under headings, in columns as wide as their widest field. `none` is said without rows. */
export const table = (
  headings: readonly string[],
  rows: readonly (readonly unknown[])[],
  none = 'none',
): string => {
  if (rows.length === 0) return none;
  const lines = [headings, ...rows.map((row) => row.map(printable))];
  const widths = headings.map((_, i) => Math.max(...lines.map((line) => String(line[i]).length)));
  return lines
    .map((line) =>
      line
        .map((field, i) => String(field).padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};

/** An instant for people: in UTC, to the second. */
export const when = (instant: number | null): string =>
  instant === null ? 'never' : `${new Date(instant).toISOString().slice(0, 19)}Z`;

/** An instant for people where a depot is: `2026-11-29 14:05`, or with its seconds if `medium`. */
export const whenIn = (
  instant: number | null,
  timeZone: string,
  timeStyle: 'short' | 'medium' = 'short',
): string | null =>
  instant === null
    ? null
    : new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle }).format(instant);

/** The end of a command's help: how it is used. */
export const examples = (...lines: readonly string[]): string =>
  ['', 'Examples:', ...lines.map((line) => `  npm run kerbside -- ${line}`)].join('\n');
