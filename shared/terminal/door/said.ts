import type { DeliveryId } from '../../protocol/ids.ts';
import { NOTHING_PARTICULAR } from '../../protocol/nothing-particular.ts';
import type { Particulars } from '../../protocol/outcome.ts';
import type { Answer, DoorEvent, DoorState, Question, Step } from './door-state.ts';
import { showDraft, showSignature } from './draft.ts';
import type { Draft } from './draft-schema.ts';

const withDraft = (state: DoorState, stop: DeliveryId, draft: Draft | null): DoorState => {
  const drafts = new Map(state.drafts);
  if (draft === null) drafts.delete(stop);
  else drafts.set(stop, draft);
  return { ...state, drafts };
};

/** The driver has said this: what was being written of it is no draft any more. */
export const withoutSaid = (state: DoorState, stop: DeliveryId, said: Particulars): DoorState => {
  const before = state.particulars.get(stop) ?? NOTHING_PARTICULAR;
  const draft = state.drafts.get(stop);
  const left = draft === undefined ? null : { ...draft, shown: null, handOver: null };
  const next = draft === undefined ? state : withDraft(state, stop, left);
  return said === before
    ? next
    : { ...next, particulars: new Map(state.particulars).set(stop, said) };
};

/** A change of a draft at the open stop. One that was overtaken by a later one is passed over. */
export const changeDraft = (
  state: DoorState,
  { delivery, edit, draft }: DoorEvent & { type: 'draft' },
): DoorState => {
  const { at } = state;
  const here = at.name === 'door' && at.stop === delivery && at.asks === 'hand-over';
  if (!here || edit <= state.edits) return state;
  return { ...withDraft(state, delivery, draft), edits: edit };
};

/** The instructions of a stop are put away, or shown again. */
export const withRead = (state: DoorState, stop: DeliveryId, isRead: boolean): DoorState => {
  if (state.read.has(stop) === isRead) return state;
  const read = new Set(state.read);
  if (isRead) read.add(stop);
  else read.delete(stop);
  return { ...state, read };
};

/** Whether a parcel was scanned that is not kept: all the others may be kept then. */
export const hasToHandOver = (state: DoorState, stop: DeliveryId): boolean => {
  const kept = state.particulars.get(stop)?.kept ?? [];
  return [...(state.ticked.get(stop) ?? [])].some((label) => !kept.includes(label));
};

/** The answer where nobody has signed, or where the parcels must not go; null: it is none. */
const answerToEvidence = (
  here: DoorState,
  delivery: DeliveryId,
  question: Question & { name: 'unsigned' | 'not-allowed' },
  given: Answer,
): Step | null => {
  const draft = here.drafts.get(delivery) ?? null;
  const said = here.particulars.get(delivery) ?? NOTHING_PARTICULAR;
  if (given === 'finish') {
    const shown =
      question.name === 'unsigned'
        ? showSignature(draft, said)
        : showDraft(null, NOTHING_PARTICULAR, 'hand-over');
    return { state: withDraft(here, delivery, shown), effect: null };
  }
  if (question.name === 'not-allowed' && given === 'drop') {
    const toCustomer = { ...said, recipient: NOTHING_PARTICULAR.recipient };
    return { state: withoutSaid(here, delivery, toCustomer), effect: null };
  }
  if (question.name === 'unsigned' && question.mayHandOver && given === 'hand-over') {
    const unsigned = new Set(here.unsigned).add(delivery);
    return { state: { ...here, unsigned }, effect: { type: 'go-on' } };
  }
  return null;
};

/** The driver's answer to what was asked before a code is judged. */
export const answer = (
  state: DoorState,
  { delivery, answer: given }: DoorEvent & { type: 'answer' },
): Step => {
  const { at } = state;
  const nothing: Step = { state, effect: null };
  if (at.name !== 'door' || at.stop !== delivery || at.question === null) return nothing;
  const { question } = at;
  const here = { ...state, at: { ...at, question: null } };
  if (question.name === 'unfinished') {
    const draft = state.drafts.get(delivery) ?? null;
    if (given === 'drop') return { state: withDraft(here, delivery, null), effect: null };
    if (given !== 'finish') return nothing;
    const said = state.particulars.get(delivery) ?? NOTHING_PARTICULAR;
    return { state: withDraft(here, delivery, showDraft(draft, said, question.of)), effect: null };
  }
  if (question.name === 'unsigned' || question.name === 'not-allowed') {
    return answerToEvidence(here, delivery, question, given) ?? nothing;
  }
  if (given === 'hand-over' && question.mayHandOver) {
    const unasked = new Set(state.unasked).add(delivery);
    return { state: { ...here, unasked }, effect: { type: 'go-on' } };
  }
  if (given !== 'keep' || !hasToHandOver(state, delivery)) return nothing;
  const said = state.particulars.get(delivery) ?? NOTHING_PARTICULAR;
  const kept = [...said.kept, ...question.labels];
  const particulars = new Map(state.particulars).set(delivery, { ...said, kept });
  return { state: { ...here, particulars }, effect: { type: 'go-on' } };
};
