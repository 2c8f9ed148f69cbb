import type { DeliveryId, Instant, ParcelLabel } from '../../shared/protocol/ids.ts';
import type { Purpose, Refusal } from '../../shared/protocol/verdict.ts';
import {
  driverOf,
  epochOf,
  isBlind,
  isSameEvent,
  keyOf,
  leaseRefusal,
  type Model,
  mustSignIn,
  type Now,
  noteEvent,
  refusalForAll,
  refusalOf,
  timeOf,
  triesOf,
  usedBefore,
} from './model.ts';
import { askAt, forget, NO_NOTE, noteAt, type Question, tick } from './said.ts';
import { type Answer, entry, quietly, type Step } from './steps.ts';

export type Code = { readonly of: DeliveryId; readonly epoch: number; readonly purpose: Purpose };
export type Pass = {
  readonly of: DeliveryId;
  readonly epoch: number;
  readonly once: string;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly isForHere: boolean;
};
export type Input =
  | { readonly is: 'code'; readonly named: DeliveryId | null; readonly code: Code }
  | { readonly is: 'pass'; readonly pass: Pass }
  | { readonly is: 'label'; readonly of: DeliveryId | null; readonly label: ParcelLabel }
  | { readonly is: 'mistyped' | 'unreadable' }
  /** Typed where the customer has a token: of which of its steps, or of none. `as`: what else it is. */
  | { readonly is: 'token'; readonly step: number | null; readonly as: Input | null };

export type Place = { readonly stop: DeliveryId | null; readonly asks: Purpose };
/** What comes of an input: where the driver then is, what is shown, asked, made durable. */
export type Found = {
  readonly stop: DeliveryId | null;
  readonly answer: Answer;
  readonly question: Question | null;
  readonly steps: readonly Step[];
};
/** `typed`: on the keypad, where nothing is a repetition. `held`: the driver was asked, and has said. */
type How = { readonly typed?: boolean; readonly held?: boolean };

/** What is told by when it is scanned again: the code itself, whatever stands around it. */
export const shownBy = (input: Input): string | null => {
  switch (input.is) {
    case 'mistyped':
      return input.is;
    case 'code':
      return keyOf(input.code.of, input.code.epoch, input.code.purpose);
    case 'pass':
      return `${input.pass.once} ${input.pass.isForHere}`;
    case 'token':
      return input.as === null ? null : shownBy(input.as);
    default:
      return null;
  }
};

const STEP_MS = 30_000;

/** What comes of an input at a stop that is open, or at none. */
export const present = (
  m: Model,
  now: Now,
  { stop, asks }: Place,
  input: Input,
  { typed = false, held = false }: How = {},
): Found => {
  const nothing: Found = { stop, answer: null, question: null, steps: [] };
  // Whoever is at no door signs in before anything.
  if (stop === null && mustSignIn(m)) return nothing;
  const named = input.is === 'code' ? input.named : null;
  const isKnown = named === null || epochOf(m, named) !== null;
  // What is over and erased is answered for itself, whichever door is open.
  const open = named !== null && m.erased.has(named) ? null : stop;
  const isBelieved = input.is === 'pass' && passProblem(m, now, input.pass) === null;
  const namedByPass = isBelieved && input.is === 'pass' ? input.pass.of : null;
  const at = open ?? (isKnown ? named : null) ?? namedByPass;
  const shown = shownBy(input);
  if (shown !== null && !typed && !held && isSameEvent(m, now, shown, at)) return nothing;
  const note = (accepted: boolean, until = now): void => {
    const isTypo = typed && input.is === 'mistyped';
    if (shown !== null && !isTypo) noteEvent(m, until, shown, at, accepted);
  };

  const counted = (of: DeliveryId) =>
    triesOf(m, of, 'hand-over').count + triesOf(m, of, 'override').count;
  const refuse = (
    of: DeliveryId | null,
    refusal: Refusal,
    before: readonly Step[] = [],
    then = () => {},
  ): Found => {
    note(false);
    const epoch = of === null ? null : epochOf(m, of);
    const content = { kind: 'attempt', delivery: of, epoch, refusal };
    const said = () => {
      then();
      return { ...content, counted: of === null ? 0 : counted(of) };
    };
    const isOver = refusal.reason === 'already-used' && refusal.at !== null;
    const steps = [...before, entry(m, now, said, () => isOver && of !== null && forget(m, of))];
    return { ...nothing, stop: of, answer: refusal, steps };
  };
  /** What a stop needed beside the code is in the entry, with what was not scanned for all that. */
  const neededAt = (of: DeliveryId) => {
    const stop = m.stops.get(of);
    if (stop === undefined || !stop.needsScans) return {};
    const { ticked, said } = noteAt(m, of);
    const unscanned = stop.parcels.filter(
      (label) => !ticked.includes(label) && !said.kept.includes(label),
    );
    return { evidence: { signature: false, everyParcel: true, unscanned } };
  };
  /** What the driver did and said goes into the entry, and is nobody's after it. */
  const accept = (
    of: DeliveryId,
    { epoch, purpose }: Omit<Code, 'of'>,
    scheme: string,
    before: readonly Step[] = [],
    then = () => {},
  ): Found => {
    note(true);
    const { ticked, said } = m.stops.has(of) ? noteAt(m, of) : NO_NOTE;
    const parcels = ticked.filter((label) => !said.kept.includes(label));
    const proof = { scheme, recipient: said.recipient, kept: said.kept, note: said.note, parcels };
    const content = { kind: 'hand-over', delivery: of, epoch, purpose, ...proof, ...neededAt(of) };
    const used = (when: number): void => {
      m.used.set(of, { at: when, by: driverOf(m) });
      forget(m, of);
      then();
    };
    const steps = [...before, entry(m, now, () => content, used)];
    return { ...nothing, stop: of, answer: { accepted: purpose }, steps };
  };
  /** Asks what is to be said before anything is judged; while it is asked the scan is one event. */
  const askedFirst = (of: DeliveryId, purpose: Purpose): Found | null => {
    const question = askAt(m, of, purpose);
    if (question?.name === 'unscanned') note(false, { ...now, truth: Number.POSITIVE_INFINITY });
    if (question?.name === 'unfinished' && shown !== null) m.events.delete(shown);
    return question === null ? null : { ...nothing, stop: of, question };
  };
  const countTry = (of: DeliveryId, purpose: Purpose) => {
    const before = triesOf(m, of, purpose);
    const key = keyOf(of, epochOf(m, of) ?? 0, purpose);
    const { at: instant } = timeOf(m, now);
    const step = quietly('count', () => {
      m.tries.set(key, { count: before.count + 1, lastAt: instant });
    });
    const attemptsLeft = (m.stops.get(of)?.[purpose].attempts ?? 0) - before.count - 1;
    const giveBack = (): void => {
      const { lastAt } = before;
      if (lastAt === null) m.tries.delete(key);
      else m.tries.set(key, { count: before.count, lastAt });
      m.givenBack.set(key, (m.givenBack.get(key) ?? 0) + 1);
    };
    return { step, attemptsLeft, giveBack };
  };

  const judgeCode = (of: DeliveryId, purpose: Purpose, code: Code): Found => {
    if (purpose === 'hand-over' && m.stops.get(of)?.isToken) {
      return refuse(of, { reason: 'unreadable' });
    }
    const epoch = epochOf(m, of) ?? 0;
    const { step, attemptsLeft, giveBack } = countTry(of, purpose);
    if (code.of === of && code.epoch === epoch && code.purpose === purpose) {
      return accept(of, { epoch, purpose }, 'sealed', [step]);
    }
    const isOlder = code.of === of && code.purpose === purpose && code.epoch === m.earlier.get(of);
    return isOlder && purpose === 'hand-over'
      ? refuse(of, { reason: 'older-code' }, [step], giveBack)
      : refuse(of, { reason: 'wrong-code', attemptsLeft }, [step]);
  };
  const judgeToken = (of: DeliveryId, shownStep: number | null): Found => {
    if (shownStep === null) return refuse(of, { reason: 'unreadable' });
    const { step, attemptsLeft } = countTry(of, 'hand-over');
    const present = Math.floor(timeOf(m, now).at / STEP_MS);
    if (Math.abs(shownStep - present) > 1) {
      return refuse(of, { reason: 'wrong-code', attemptsLeft }, [step]);
    }
    if (shownStep < m.tokenNext) {
      return refuse(of, { reason: 'already-used', at: null, by: null }, [step]);
    }
    const epoch = epochOf(m, of) ?? 0;
    const move = (): void => {
      m.tokenNext = shownStep + 1;
    };
    return accept(of, { epoch, purpose: 'hand-over' }, 'oath', [step], move);
  };
  const judge = (of: DeliveryId, purpose: Purpose, look: () => Found): Found => {
    const early = refusalOf(m, now, of, purpose);
    if (early?.reason === 'locked' && early.until !== null) return nothing;
    return early !== null ? refuse(of, early) : (askedFirst(of, purpose) ?? look());
  };
  const judgePass = (pass: Pass): Found => {
    const problem = passProblem(m, now, pass);
    if (problem !== null) return refuse(open, problem);
    if (open !== null && pass.of !== open) {
      return refuse(open, { reason: 'wrong-customer', other: pass.of });
    }
    const isListed = m.stops.has(pass.of);
    const asked =
      isListed && refusalForAll(m, now, pass.of) === null && askedFirst(pass.of, 'hand-over');
    if (asked) return asked;
    const refusal = passRefusal(m, now, pass);
    const { epoch } = pass;
    return refusal === null
      ? accept(pass.of, { epoch, purpose: 'hand-over' }, 'pass')
      : refuse(pass.of, refusal);
  };

  switch (input.is) {
    case 'label': {
      // What is no stop's is said, and is nothing; at a door another stop's parcel moves nobody.
      const isOurs = input.of !== null && m.stops.has(input.of);
      if (!isOurs || input.of === null) return nothing;
      if (stop === null || stop === input.of) tick(m, input.of, input.label);
      return { ...nothing, stop: stop ?? input.of };
    }
    case 'unreadable':
      return typed ? refuse(stop, { reason: input.is }) : nothing;
    case 'mistyped':
      return stop === null ? nothing : refuse(stop, { reason: input.is });
    case 'pass':
      return judgePass(input.pass);
    case 'token':
      return stop === null ? nothing : judge(stop, 'hand-over', () => judgeToken(stop, input.step));
    default: {
      if (!isKnown) return refuse(stop, { reason: 'unknown-delivery' });
      if (named !== null && open !== null && named !== open) {
        return refuse(open, { reason: 'wrong-customer', other: named });
      }
      const of = named ?? stop;
      if (of === null) return nothing;
      const purpose = named === null ? asks : 'hand-over';
      return judge(of, purpose, () => judgeCode(of, purpose, input.code));
    }
  }
};

/** Why a pass is not believed, or not here and now. */
const passProblem = (m: Model, now: Now, { isForHere, notBefore, notAfter }: Pass) => {
  const { at } = timeOf(m, now);
  if (!isForHere) return { reason: 'not-for-this-terminal' } as const;
  if (at >= notBefore && at < notAfter) return null;
  if (isBlind(m, now)) return { reason: 'clock-untrusted' } as const;
  return at < notBefore
    ? ({ reason: 'not-yet-valid', from: notBefore as Instant } as const)
    : ({ reason: 'expired', since: notAfter as Instant } as const);
};

/** What refuses a good pass: it or its delivery is used or taken back, the lease, the clock. */
const passRefusal = (m: Model, now: Now, { of, once }: Pass): Refusal | null => {
  const used = usedBefore(m, of);
  if (used !== null) return used;
  if (m.takenBack.has(once) || m.erased.has(of)) return { reason: 'revoked' };
  const forAll = m.stops.has(of) ? refusalForAll(m, now, of) : leaseRefusal(m, now);
  return forAll ?? (isBlind(m, now) ? { reason: 'clock-untrusted' } : null);
};
