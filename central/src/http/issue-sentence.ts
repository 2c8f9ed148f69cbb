/** What a schema says of a value that it refuses, as zod has it. */
type Refused = {
  readonly code: string;
  readonly message: string;
  readonly more: Readonly<Record<string, unknown>>;
};

/** Where in a request something is wrong, and how to mend it; never the value that stood there. */
export type Issue = { readonly where: string; readonly code: string; readonly message: string };

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

const FORMATS: Readonly<Record<string, string>> = {
  uuid: 'Write an id: 36 characters, in small letters.',
  date: 'Write a day as 2026-11-30.',
  regex: 'This is not of the form that it must have.',
};

const counted = (more: Refused['more'], most: boolean): string => {
  const { origin } = more;
  const limit = String(most ? more['maximum'] : more['minimum']);
  const than = most ? 'at most' : 'at least';
  if (origin === 'string') {
    return limit === '1' && !most ? 'Write something.' : `Write ${than} ${limit} characters.`;
  }
  if (origin === 'array' || origin === 'set') return `Give ${than} ${limit} of them.`;
  return `Write a number of ${than} ${limit}.`;
};

/** Sentences that a schema of ours has by itself; the others are the validator's own English. */
const isOurs = (message: string): boolean => !/^(Invalid|Too |Unrecognized)/.test(message);

const asSentence = (text: string): string => {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
};

/**
 * What is wrong with one value, as a stable code and a sentence for whoever wrote it: what to write,
 * never what was written.
 */
export const sayIssue = ({
  code,
  message,
  more,
}: Refused): { readonly code: string; readonly message: string } => {
  if (code === 'invalid_type') {
    if (message.endsWith('received undefined')) {
      return { code: 'missing', message: 'This is missing.' };
    }
    const kind = KINDS[String(more['expected'])];
    if (kind !== undefined && !isOurs(message)) {
      return { code: 'wrong-type', message: `Write ${kind}.` };
    }
  }
  if (code === 'unrecognized_keys') {
    return { code: 'unknown-member', message: 'There is no such member or parameter.' };
  }
  if (isOurs(message)) return { code: 'malformed', message: asSentence(message) };
  if (code === 'too_big') return { code: 'too-big', message: counted(more, true) };
  if (code === 'too_small') return { code: 'too-small', message: counted(more, false) };
  if (code === 'invalid_value' && Array.isArray(more['values'])) {
    const values = more['values'].map(String).join(', ');
    return { code: 'not-one-of', message: `Write one of: ${values}.` };
  }
  const sentence = FORMATS[String(more['format'])];
  return { code: 'malformed', message: sentence ?? 'This is not of the form that it must have.' };
};
