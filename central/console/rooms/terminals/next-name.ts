import type { Terminal } from '../../api/queries.ts';

/** The next in a row of names that end in numbers: 'Handheld 12' after 'Handheld 11'. */
export const nextName = (terminals: readonly Pick<Terminal, 'name'>[]): string => {
  const numbered = terminals.flatMap(({ name }) => {
    const [, stem, number] = /^(.*?)(\d{1,6})$/.exec(name) ?? [];
    return stem === undefined ? [] : [{ stem, number: Number(number) }];
  });
  const [last] = numbered.toSorted((a, b) => b.number - a.number);
  return last === undefined ? 'Handheld 1' : `${last.stem}${last.number + 1}`;
};
