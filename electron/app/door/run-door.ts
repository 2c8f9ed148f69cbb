import type { DeliveryId } from '../../../shared/protocol/ids.ts';
import { NOTHING_PARTICULAR } from '../../../shared/protocol/nothing-particular.ts';
import type { Verdict } from '../../../shared/protocol/verdict.ts';
import type { Result } from '../../../shared/result.ts';
import { doorStep, mayTake } from '../../../shared/terminal/door/door.ts';
import {
  type DoorEffect,
  type DoorEvent,
  type DoorInput,
  type DoorState,
  holdsCode,
} from '../../../shared/terminal/door/door-state.ts';
import { type ProblemCode, problemOf } from '../../../shared/terminal/problem.ts';
import type { DoorTouch } from '../../../shared/terminal/screen/screen.ts';
import type { Store } from '../ports/store.ts';
import type { Said } from './accept.ts';
import { type DoorScan, type Secret, secretOf, wipeSecret } from './door-scan.ts';
import { makeDoorTimers } from './door-timers.ts';
import { makeDoorKeeper } from './keep-door.ts';
import { makeResolve, placeOf, purposeOf, withStanding } from './resolve-scan.ts';
import { makeSameEvent, type ScanPrint } from './same-event.ts';
import type { VerifyScan } from './verify-scan.ts';

/** Makes the scanner that scanned say, with its own beeper and LED, what came of it. */
export type ScanSignal = (signal: 'good' | 'bad') => void;

/** Where an input comes from: the keypad at the door of a stop, or a scanner. */
export type InputFrom = {
  readonly typedFor?: DeliveryId;
  readonly signal?: ScanSignal;
  /** Of the bytes that were scanned, where the scan itself has none of them any more. */
  readonly print?: ScanPrint;
};

/** Runs the door: keeps inputs in order, carries out what the state machine asks for. */
export type Door = {
  readonly state: () => DoorState;
  /** How many scans wait behind what is on the screen. */
  readonly waiting: () => number;
  /**
   * A scan or a typed code. It is taken at once or kept until its turn; its code is wiped after.
   * False: a line is said over what the driver looks at, or it is what was scanned already.
   */
  readonly input: (input: DoorScan, from?: InputFrom) => boolean;
  /** Something that the driver touched; false if it has no effect now. */
  readonly touch: (event: DoorTouch) => boolean;
  /** The manifest has changed: what was done and said is kept for it as well. */
  readonly pulled: () => void;
  readonly stop: () => void;
};

/** More scans than a driver can make while one verdict stands; what comes beyond is not taken. */
const MAX_WAITING = 32;

type Waiting = {
  readonly input: DoorInput;
  readonly secret: Secret | null;
  readonly signal: ScanSignal | null;
  readonly print: ScanPrint | null;
};

type Parts = {
  readonly store: Store;
  readonly verify: VerifyScan;
  /** Milliseconds of a clock that nobody sets. */
  readonly elapsed: () => number;
  readonly printOf: (bytes: Uint8Array) => ScanPrint;
  /** Whether a delivery was accepted here by the driver who is at work, a moment ago. */
  readonly isJustNow: (verdict: Verdict) => boolean;
  readonly mayWrite: () => boolean;
  readonly changed: () => void;
  /** The terminal cannot write its log or its keychain any more: nothing may be accepted. */
  readonly failed: (problem: ProblemCode) => void;
};

export const makeDoor = (parts: Parts): Door => {
  const { store, verify, changed, failed, printOf } = parts;
  const keeper = makeDoorKeeper(parts);
  const events = makeSameEvent(parts.elapsed);
  const resolve = makeResolve(parts);
  let state: DoorState = keeper.first;
  const waiting: Waiting[] = [];
  /** What waits for the driver's answer. */
  let held: Waiting | null = null;

  const saidAt = (stop: DeliveryId | null): Said => ({
    ...((stop === null ? null : state.particulars.get(stop)) ?? NOTHING_PARTICULAR),
    parcels: stop === null ? [] : [...(state.ticked.get(stop) ?? [])],
  });

  const judge = (
    effect: DoorEffect & { type: 'judge' | 'judge-pass' | 'refuse' },
    secret: Secret | null,
  ): Promise<Result<Verdict, ProblemCode>> => {
    if (effect.type === 'refuse') return verify.refuse(effect.stop, effect.refusal);
    const { stop } = effect;
    if (effect.type === 'judge' && secret?.kind === 'code') {
      return verify.judge(effect.stop, effect.purpose, secret.bytes, saidAt(stop));
    }
    if (effect.type === 'judge' && secret?.kind === 'token') {
      return verify.judgeToken(effect.stop, secret.bytes, saidAt(stop));
    }
    if (effect.type === 'judge-pass' && secret?.kind === 'pass') {
      return verify.judgePass(secret.bytes, stop, saidAt(stop));
    }
    throw new Error('something is to be judged that did not come');
  };

  /** It comes to no verdict, or has come to one. */
  const drop = ({ secret }: Waiting): void => wipeSecret(secret);
  const dropUnjudged = (one: Waiting): void => {
    if (one.print !== null) events.forget(one.print);
    drop(one);
  };

  const step = (event: DoorEvent): DoorEffect | null => {
    const next = doorStep(state, event);
    const { at } = next.state;
    // What is over and erased has a verdict, and no door to go back to from it.
    const isGone = at.name === 'door' && store.stop(at.stop) === null;
    state = isGone ? doorStep(next.state, { type: 'close' }).state : next.state;
    // The question is kept before anybody sees it, and what was said before anything follows.
    if (state.at.name === 'door') verify.ask(state.at.stop);
    try {
      keeper.keep(state);
    } catch (error) {
      failed(problemOf(error));
    }
    timers.follow(state);
    if (held !== null && !holdsCode(state) && next.effect?.type !== 'go-on') {
      dropUnjudged(held);
      held = null;
    }
    changed();
    return next.effect;
  };

  /** What was taken and not judged: said beside the code, or asked before it. */
  const leave = (one: Waiting, effect: DoorEffect | null): void => {
    if (effect?.type === 'hold') {
      if (held !== null) dropUnjudged(held);
      held = one;
      return;
    }
    dropUnjudged(one);
    const { at } = state;
    const isWrongParcel = at.name === 'door' && at.elsewhere !== null;
    if (isWrongParcel || one.input.type !== 'parcel') one.signal?.('bad');
  };

  const take = async (one: Waiting): Promise<void> => {
    let kept = false;
    try {
      const effect = step(withStanding(one.input, verify));
      if (effect === null || effect.type === 'hold') {
        kept = true;
        return leave(one, effect);
      }
      if (effect.type === 'go-on') {
        kept = true;
        leave(one, null);
        return await goOn();
      }
      const verdict = await judge(effect, one.secret);
      if (!verdict.ok) return failed(verdict.error);
      const isAccepted = verdict.value.result === 'accepted';
      if (one.print !== null) events.judged(one.print, isAccepted);
      step({ type: 'judged', verdict: verdict.value, justNow: parts.isJustNow(verdict.value) });
      one.signal?.(isAccepted ? 'good' : 'bad');
    } finally {
      if (!kept) drop(one);
    }
  };

  /** What waited for an answer has it. */
  const goOn = async (): Promise<void> => {
    const one = held;
    held = null;
    if (one !== null) await take(one);
  };

  const run = (work: Promise<void>): void => {
    work.then(takeNext, (error: unknown) => failed(problemOf(error)));
  };
  const takeNext = (): void => {
    const next = waiting[0];
    if (next === undefined || !mayTake(state, next.input)) return;
    waiting.shift();
    run(take(next));
  };

  const touch = (event: DoorEvent): boolean => {
    const before = state;
    const effect = step(event);
    if (state === before) return false;
    if (effect?.type === 'go-on') run(goOn());
    else takeNext();
    return true;
  };
  const timers = makeDoorTimers((event) => {
    try {
      touch(event);
    } catch (error) {
      failed(problemOf(error));
    }
  });

  const input: Door['input'] = (scan, { typedFor, signal, print: seen } = {}) => {
    const secret = secretOf(scan);
    const resolved = resolve(scan, typedFor ?? null, state);
    if ('says' in resolved) {
      wipeSecret(secret);
      step({ type: 'notice', notice: resolved });
      signal?.('bad');
      return false;
    }
    // A label is told by what it names: it is no other event where its digits were typed before.
    const scanned = resolved.type === 'parcel' ? null : (seen ?? null);
    const print = secret === null ? scanned : printOf(secret.bytes);
    const [stop, asks] = [placeOf(resolved), purposeOf(resolved)];
    // What is typed is meant, however often.
    const again = print !== null && typedFor === undefined && events.is(print, stop, asks);
    if (again || waiting.length >= MAX_WAITING) {
      wipeSecret(secret);
      return false;
    }
    if (print !== null) events.begin(print, stop, asks);
    waiting.push({ input: resolved, secret, signal: signal ?? null, print });
    takeNext();
    // It waits where the driver sees it.
    if (waiting.length > 0) changed();
    return true;
  };

  return {
    state: () => state,
    waiting: () => waiting.length,
    input,
    touch,
    pulled: () => keeper.keepAgain(state),
    stop: () => {
      timers.stop();
      for (const one of [...waiting, ...(held === null ? [] : [held])]) drop(one);
    },
  };
};
