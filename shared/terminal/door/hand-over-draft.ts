import { assertNever } from '../../assert-never.ts';
import type { ParcelLabel } from '../../protocol/ids.ts';
import type { Particulars, Recipient } from '../../protocol/outcome.ts';
import { err, ok, type Result } from '../../result.ts';
import type { HandOverDraft } from './draft-schema.ts';

/** What is still missing. `keeps-all`: nothing would be handed over. */
export type Unfinished = 'no-who' | 'no-where' | 'keeps-all';

/** Begins with what was said before. */
export const beginHandOver = (said: Particulars): HandOverDraft => ({
  step: 'recipient',
  to: said.recipient.to,
  who: said.recipient.to === 'neighbour' ? said.recipient.who : '',
  where: said.recipient.to === 'safe-place' ? said.recipient.where : '',
  kept: said.kept,
  note: said.note,
  strokes: said.strokes,
});

/** Whether it is said in words who or where that is. */
export const needsWords = (to: Recipient['to']): boolean =>
  to === 'neighbour' || to === 'safe-place';

/** Who it is comes before anything else that may be said. */
export const chooseRecipient = (draft: HandOverDraft, to: Recipient['to']): HandOverDraft => ({
  ...draft,
  to,
  step: needsWords(to) ? 'place' : 'details',
});

/** A parcel stays with the driver, or is handed over after all. */
export const toggleKept = (draft: HandOverDraft, label: ParcelLabel): HandOverDraft => ({
  ...draft,
  kept: draft.kept.includes(label)
    ? draft.kept.filter((each) => each !== label)
    : [...draft.kept, label],
});

/** One step back, or null from the first one. What was written stays. */
export const backInHandOver = (draft: HandOverDraft): HandOverDraft | null => {
  switch (draft.step) {
    case 'recipient':
      return null;
    case 'place':
      return { ...draft, step: 'recipient' };
    case 'details':
      return { ...draft, step: needsWords(draft.to) ? 'place' : 'recipient' };
    case 'kept':
    case 'signature':
      return { ...draft, step: 'details' };
    default:
      return assertNever(draft.step);
  }
};

/** Who takes the parcels, in the driver's words; or which words are missing. */
export const recipientOf = ({
  to,
  who,
  where,
}: Pick<HandOverDraft, 'to' | 'who' | 'where'>): Result<Recipient, Unfinished> => {
  switch (to) {
    case 'customer':
    case 'household':
      return ok({ to });
    case 'neighbour':
      return who.trim() === '' ? err('no-who') : ok({ to, who: who.trim() });
    case 'safe-place':
      return where.trim() === '' ? err('no-where') : ok({ to, where: where.trim() });
    default:
      return assertNever(to);
  }
};

/**
 * What is sent once the driver is done, or why it cannot be yet.
 *
 * @param parcels the stop's own, in their order: others are not kept
 */
export const finishHandOver = (
  draft: HandOverDraft,
  parcels: readonly ParcelLabel[],
): Result<Particulars, Unfinished> => {
  const recipient = recipientOf(draft);
  if (!recipient.ok) return recipient;
  const kept = parcels.filter((label) => draft.kept.includes(label));
  if (kept.length > 0 && kept.length === parcels.length) return err('keeps-all');
  return ok({
    recipient: recipient.value,
    kept,
    note: draft.note.trim(),
    strokes: draft.strokes,
  });
};

/** Whether anything was said that is not so by itself: that the customer takes everything. */
export const isParticular = ({ recipient, kept, note, strokes }: Particulars): boolean =>
  recipient.to !== 'customer' || kept.length > 0 || note !== '' || strokes.length > 0;
