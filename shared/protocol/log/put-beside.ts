import type { Random16 } from '../ids.ts';
import { type Details, type EntryPlace, placeOf, saltDetails } from './details.ts';
import type { EntryContent, PlainContent } from './entry.ts';

/** What an entry says, and what stands beside it. */
export type Written = { readonly content: EntryContent; readonly details?: Details };

/**
 * Writes what an entry is to say in version 2: what is personal in it stands beside it, salted anew
 * (`newSalt` gives 16 random bytes each time). Of a kind with nothing personal in it there is
 * version 1 alone.
 */
export const putBeside = (
  content: PlainContent,
  at: EntryPlace,
  newSalt: () => Random16,
): Written => {
  if (content.kind !== 'hand-over' && content.kind !== 'exception') return { content };
  const { note, strokes } = content;
  const place = content.kind === 'hand-over' ? placeOf(content.recipient) : null;
  const { hashes, details } = saltDetails(at, { place, note, strokes }, newSalt);
  const beside = details === undefined ? {} : { details };
  if (content.kind === 'hand-over') {
    const { recipient, note: _, strokes: __, ...rest } = content;
    return { content: { ...rest, recipient: { to: recipient.to }, details: hashes }, ...beside };
  }
  const { note: _, strokes: __, ...rest } = content;
  const { note: noteHash, strokes: strokesHash } = hashes;
  return { content: { ...rest, details: { note: noteHash, strokes: strokesHash } }, ...beside };
};
