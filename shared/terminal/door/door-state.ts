import { z } from 'zod';
import type { DeliveryId, Instant, ParcelLabel } from '../../protocol/ids.ts';
import type { Instructions } from '../../protocol/instructions.ts';
import type { Particulars } from '../../protocol/outcome.ts';
import type { MissingEvidenceRule, UnscannedRule } from '../../protocol/policy.ts';
import type { Purpose, Refusal, Verdict } from '../../protocol/verdict.ts';
import type { Draft, DraftKind } from './draft-schema.ts';
import { toneOfVerdict } from './tone.ts';

/** What the driver is asked before a code is judged. */
export type Question =
  /** These are not scanned and not kept. `mayHandOver`: the depot leaves it to the driver. */
  | {
      readonly name: 'unscanned';
      readonly labels: readonly ParcelLabel[];
      readonly mayHandOver: boolean;
    }
  /** The stop needs a signature, and nobody has signed. `mayHandOver`: it may be done without. */
  | { readonly name: 'unsigned'; readonly mayHandOver: boolean }
  /** The parcels must not go to whom the driver has said. */
  | { readonly name: 'not-allowed' }
  /** Something was begun and is not finished. */
  | { readonly name: 'unfinished'; readonly of: DraftKind };

/** A line that is said on whatever screen there is, and passes by itself. */
export type Notice =
  /** The barcode is not for this product. */
  | { readonly says: 'foreign' }
  /** A code, and no stop is open that it could be for. */
  | { readonly says: 'open-first' }
  /** No code is looked at before then. */
  | { readonly says: 'wait'; readonly until: Instant };

export type DoorAt =
  | { readonly name: 'route' }
  | {
      readonly name: 'door';
      readonly stop: DeliveryId;
      readonly entry: 'ready' | 'mistyped';
      /** Whose code is asked for. */
      readonly asks: Purpose;
      /** A parcel was scanned here that is another stop's: said until it is seen. */
      readonly elsewhere: {
        readonly delivery: DeliveryId;
        readonly label: ParcelLabel;
      } | null;
      readonly question: Question | null;
    }
  | {
      readonly name: 'judging';
      readonly stop: DeliveryId | null;
      readonly typed: boolean;
      readonly asks: Purpose;
    }
  | {
      readonly name: 'verdict';
      readonly id: number;
      readonly stop: DeliveryId | null;
      readonly verdict: Verdict;
      readonly asks: Purpose;
      /** Used already, here, by the same driver, a moment ago. */
      readonly justNow: boolean;
    };

/**
 * The state of the door: what is on the screen, and what the driver did and said at each stop. It
 * holds no code: who runs it keeps the code beside the input, and wipes it after the effect.
 */
export type DoorState = {
  readonly at: DoorAt;
  /** Labels scanned so far, by stop. */
  readonly ticked: ReadonlyMap<DeliveryId, ReadonlySet<ParcelLabel>>;
  /** What the driver has said about the hand-over, by stop. */
  readonly particulars: ReadonlyMap<DeliveryId, Particulars>;
  /** What the driver has begun to say, by stop. */
  readonly drafts: ReadonlyMap<DeliveryId, Draft>;
  /** The last change of a draft that was taken: a window counts its own from there. */
  readonly edits: number;
  /** Stops whose unscanned parcels the driver hands over all the same. */
  readonly unasked: ReadonlySet<DeliveryId>;
  /** Stops at which the driver does without the signature that they need. */
  readonly unsigned: ReadonlySet<DeliveryId>;
  /** Stops whose instructions the driver has seen and put away. */
  readonly read: ReadonlySet<DeliveryId>;
  readonly notice: (Notice & { readonly id: number }) | null;
  readonly notices: number;
  readonly verdicts: number;
};

export const initialDoor: DoorState = {
  at: { name: 'route' },
  ticked: new Map(),
  particulars: new Map(),
  drafts: new Map(),
  edits: 0,
  unasked: new Set(),
  unsigned: new Set(),
  read: new Set(),
  notice: null,
  notices: 0,
  verdicts: 0,
};

/** What is known of the stop that a code is for, at the moment at which it is taken. */
export type Standing =
  /** It is refused, whatever was shown: there is nothing to ask before. */
  | { readonly open: false; readonly wait: null }
  /** No code is looked at before then. */
  | { readonly open: false; readonly wait: Instant }
  | {
      readonly open: true;
      readonly parcels: readonly ParcelLabel[];
      readonly unscanned: UnscannedRule;
      /** What the depot says of the stop, and what is done where evidence is missing. */
      readonly instructions: Instructions;
      readonly missingEvidence: MissingEvidenceRule;
    };

/** What comes in from scanner and keypad, its delivery already looked up. */
export type DoorInput =
  | {
      readonly type: 'parcel';
      readonly delivery: DeliveryId;
      readonly label: ParcelLabel;
    }
  /**
   * A signed pass. `names` is its delivery, and whether the manifest has it; null if the pass is not
   * to be believed, or not here and now.
   */
  | {
      readonly type: 'pass';
      readonly names: { readonly delivery: DeliveryId; readonly listed: boolean } | null;
      readonly stop: DeliveryId | null;
      readonly standing: Standing;
    }
  /** A well-formed code, or one of the stop's token. `named`: the QR's delivery, `unknown` if no stop has it, null if bare. */
  | {
      readonly type: 'code';
      readonly named: DeliveryId | 'unknown' | null;
      /** The stop on the screen when it arrived: the only one that a bare code may count for. */
      readonly stop: DeliveryId | null;
      /** What was asked for when it arrived. */
      readonly asks: Purpose;
      readonly typed: boolean;
      readonly standing: Standing;
    }
  | { readonly type: 'mistyped'; readonly stop: DeliveryId; readonly typed: boolean }
  /** Typed at the door, and of no form. */
  | { readonly type: 'unreadable'; readonly stop: DeliveryId };

/** To a question: hand over what was not scanned as well, keep it; finish, or drop, what was begun. */
export const answer = z.enum(['hand-over', 'keep', 'finish', 'drop']);
export type Answer = z.infer<typeof answer>;

export type DoorEvent =
  | DoorInput
  | { readonly type: 'open'; readonly delivery: DeliveryId }
  | { readonly type: 'close' }
  /** The next code is the dispatcher's; or the customer's again. */
  | { readonly type: 'ask'; readonly delivery: DeliveryId; readonly asks: Purpose }
  /** What the driver says about the hand-over of the stop that is open. */
  | { readonly type: 'prepare'; readonly delivery: DeliveryId; readonly particulars: Particulars }
  /** What the driver is writing there; `edit` counts the changes. */
  | {
      readonly type: 'draft';
      readonly delivery: DeliveryId;
      readonly edit: number;
      readonly draft: Draft;
    }
  | { readonly type: 'answer'; readonly delivery: DeliveryId; readonly answer: Answer }
  /** The instructions of the stop that is open are shown, or put away. */
  | { readonly type: 'instructions'; readonly delivery: DeliveryId; readonly shown: boolean }
  /** What waits for an answer is not judged any more. */
  | { readonly type: 'unask' }
  /** The stop ends without a code; what the driver said is in the log already. */
  | { readonly type: 'excepted'; readonly delivery: DeliveryId }
  | { readonly type: 'acknowledge'; readonly id: number }
  | { readonly type: 'notice'; readonly notice: Notice }
  | { readonly type: 'notice-over'; readonly id: number }
  | { readonly type: 'judged'; readonly verdict: Verdict; readonly justNow: boolean };

/** What is to be done next. The first three end in a `judged` event, after its entry is in the log. */
export type DoorEffect =
  | { readonly type: 'judge'; readonly stop: DeliveryId; readonly purpose: Purpose }
  /** `stop`: the pass's own delivery, or null if the manifest does not have it. */
  | { readonly type: 'judge-pass'; readonly stop: DeliveryId | null }
  | { readonly type: 'refuse'; readonly stop: DeliveryId | null; readonly refusal: Refusal }
  /** Keeps the input that was just taken until the question is answered. */
  | { readonly type: 'hold' }
  /** Takes what was kept once more. */
  | { readonly type: 'go-on' };

export type Step = { readonly state: DoorState; readonly effect: DoorEffect | null };

/** Whether a code waits for the answer to what is asked. */
export const holdsCode = ({ at }: DoorState): boolean =>
  at.name === 'door' && (at.question?.name === 'unscanned' || at.question?.name === 'unsigned');

/** Whose code is asked for at this moment. */
export const asksFor = ({ at }: DoorState): Purpose =>
  at.name === 'door' || at.name === 'judging' ? at.asks : 'hand-over';

/** Whether a verdict ends its stop, so that the route comes next. */
export const endsStop = ({ stop, verdict }: DoorAt & { name: 'verdict' }): boolean =>
  stop === null ||
  verdict.result === 'accepted' ||
  // A token's code that was used leaves the stop open: its next one is asked for.
  (verdict.reason === 'already-used' && verdict.at !== null);

/** Whether a verdict keeps other stops' scans waiting. */
export const mustBeTouched = (at: DoorAt & { name: 'verdict' }): boolean =>
  toneOfVerdict(at.verdict, at.justNow) === 'refused';

/** The stop that is on the screen, if any. One that was just ended is not: the next scan goes on. */
export const stopOnScreen = ({ at }: DoorState): DeliveryId | null => {
  if (at.name === 'route') return null;
  return at.name === 'verdict' && endsStop(at) && !mustBeTouched(at) ? null : at.stop;
};
