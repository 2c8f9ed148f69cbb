const MEMBERS: Readonly<Record<string, string>> = {
  cell: 'value',
  not_before: 'notBefore',
  not_after: 'notAfter',
};

/** A sentence about a cell of a file as it is said of a member of a JSON document. */
export const ofMember = (sentence: string): string =>
  sentence.replace(/\b(?:cell|not_before|not_after)\b/g, (word) => MEMBERS[word] ?? word);

/** A sentence that begins with another row, counted from 1, with the pointer to that one. */
export const withPointer = (sentence: string, pointerTo: (index: number) => string): string =>
  sentence.replace(/^Row (\d+)\b/, (_, row) => pointerTo(Number(row) - 1));

const POINTERS: Readonly<Record<string, string>> = {
  not_before: '/notBefore',
  not_after: '/notAfter',
};

/** A column of a file as a JSON pointer (RFC 6901) into a delivery; '' is the delivery itself. */
export const pointerOf = (column: string | null): string => {
  if (column === null || column === '') return '';
  return column.startsWith('/') ? column : (POINTERS[column] ?? `/${column}`);
};
