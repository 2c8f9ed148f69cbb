import { isDeepStrictEqual } from 'node:util';
import type { DeliveryId, ParcelLabel } from '../../shared/protocol/ids.ts';
import { NOTHING_PARTICULAR } from '../../shared/protocol/nothing-particular.ts';
import type { Particulars } from '../../shared/protocol/outcome.ts';
import type { Purpose } from '../../shared/protocol/verdict.ts';
import type { Draft } from '../../shared/terminal/door/draft-schema.ts';
import { NO_EXCEPTION } from '../../shared/terminal/door/exception-draft.ts';
import type { Model } from './model.ts';

// What a driver does and says at a door before a code is shown, and what is asked then.

/** What a driver has begun to say. `complete`: it could be said as it is; `shown`: it is on the screen. */
export type Begun = {
  readonly of: 'hand-over' | 'exception';
  readonly complete: boolean;
  readonly shown: boolean;
  readonly says: Particulars;
};
export type Note = {
  readonly ticked: readonly ParcelLabel[];
  readonly said: Particulars;
  readonly begun: Begun | null;
};
export const NO_NOTE: Note = { ticked: [], said: NOTHING_PARTICULAR, begun: null };

export const noteAt = (m: Model, of: DeliveryId): Note => m.notes.get(of) ?? NO_NOTE;
export const putNote = (m: Model, of: DeliveryId, changed: Partial<Note>): void => {
  m.notes.set(of, { ...noteAt(m, of), ...changed });
};
/** What was done and said at a stop that is over is forgotten. */
export const forget = (m: Model, of: DeliveryId): void => {
  m.notes.delete(of);
  m.unasked.delete(of);
};
export const tick = (m: Model, of: DeliveryId, label: ParcelLabel): void => {
  putNote(m, of, { ticked: [...new Set([...noteAt(m, of).ticked, label])] });
};

export type Question =
  | { readonly name: 'unfinished'; readonly of: Begun['of'] }
  | {
      readonly name: 'unscanned';
      readonly labels: readonly ParcelLabel[];
      readonly mayHandOver: boolean;
    };

/**
 * "Before a code is judged": what was begun is said if it stands complete on the screen; else, and
 * for parcels that nobody scanned or keeps, the driver is asked. "Where the instructions need every
 * parcel, the stricter of `unscanned` and `missingEvidence` applies."
 */
export const askAt = (m: Model, of: DeliveryId, purpose: Purpose): Question | null => {
  const { begun, said } = noteAt(m, of);
  if (begun !== null) {
    const isSaid = begun.shown || isDeepStrictEqual(begun.says, said);
    const stands = begun.of === 'hand-over' && begun.complete && isSaid;
    if (!stands) return { name: 'unfinished', of: begun.of };
    putNote(m, of, { said: begun.says, begun: null });
  }
  const note = noteAt(m, of);
  const labels = (m.stops.get(of)?.parcels ?? []).filter(
    (label) => !note.ticked.includes(label) && !note.said.kept.includes(label),
  );
  const rules = [m.policy.unscanned];
  if (m.stops.get(of)?.needsScans) {
    rules.push(purpose === 'override' ? 'ask' : m.policy.missingEvidence);
  }
  const isRefused = rules.includes('refuse');
  const rule = isRefused ? 'refuse' : rules.includes('ask') ? 'ask' : 'free';
  const isAnswered = rule === 'ask' && m.unasked.has(of);
  if (labels.length === 0 || rule === 'free' || isAnswered) return null;
  return { name: 'unscanned', labels, mayHandOver: rule === 'ask' };
};

/** A draft as the window sends it and the store keeps it. */
export const draftOf = ({ of, complete, shown, says }: Begun): Draft => {
  const on = shown ? of : null;
  if (of === 'exception') {
    return { shown: on, exception: { ...NO_EXCEPTION, outcome: 'damaged' }, handOver: null };
  }
  const { recipient, kept, note, strokes } = says;
  return {
    shown: on,
    exception: NO_EXCEPTION,
    handOver: {
      step: complete ? 'details' : 'place',
      to: recipient.to,
      who: complete && recipient.to === 'neighbour' ? recipient.who : '',
      where: complete && recipient.to === 'safe-place' ? recipient.where : '',
      ...{ kept, note, strokes },
    },
  };
};
