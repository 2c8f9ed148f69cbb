import { wipe } from '../../../shared/protocol/codec/bytes.ts';
import { isPin, isRightPin, PIN_ATTEMPTS } from '../../../shared/protocol/crew/pin.ts';
import type { Argon2id } from '../../../shared/protocol/crypto/argon2id.ts';
import type { Hash, StaffId } from '../../../shared/protocol/ids.ts';
import type { EntryContent } from '../../../shared/protocol/log/entry.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { type ProblemCode, problemOf } from '../../../shared/terminal/problem.ts';
import { pinLock, type SignInRefusal } from '../../../shared/terminal/sign-in.ts';
import type { SignInView } from '../../../shared/terminal/view/view.ts';
import type { ClockReading } from '../clock/read-clock.ts';
import type { LogWriter } from '../log/write-log.ts';
import type { KnownMember, Store } from '../ports/store.ts';
import { mustSignIn, signedInDriver } from './driver-now.ts';

/** Signs drivers in and out. What it comes to is in the log before it is shown. */
export type SignIn = {
  readonly view: () => SignInView;
  readonly byBadge: (badge: Hash) => void;
  /** The PIN is wiped. False while another sign-in is under way. */
  readonly byPin: (number: number, pin: Uint8Array) => boolean;
  /** Something was scanned or typed that waits for somebody to sign in. */
  readonly remind: () => void;
  /** False if nobody is signed in. */
  readonly signOut: () => boolean;
  /** At the end of a docking: who was removed is signed out, and who is by every one that is no quiet one. */
  readonly afterPull: (quiet: boolean) => Promise<Result<unknown, ProblemCode>>;
};

type Parts = {
  readonly store: Store;
  readonly log: LogWriter;
  readonly argon2id: Argon2id;
  readonly readClock: () => ClockReading;
  readonly changed: () => void;
  /** The terminal cannot go on. */
  readonly failed: (problem: ProblemCode) => void;
};

type Refused = Extract<EntryContent, { kind: 'sign-in-refused' }>;
type Outcome = Promise<Result<SignInRefusal | null, ProblemCode>>;

export const makeSignIn = (parts: Parts): SignIn => {
  const { store, log, argon2id, readClock, changed, failed } = parts;
  let refused: SignInRefusal | null = null;
  let refusals = 0;
  let busy = false;

  const say = (refusal: SignInRefusal | null): void => {
    refused = refusal;
    if (refusal !== null) refusals += 1;
    changed();
  };

  const refuse = async (
    shown: SignInRefusal,
    entry: Omit<Refused, 'kind' | 'counted'>,
  ): Outcome => {
    const tries = entry.staff === null ? undefined : store.staff.pinTries().get(entry.staff);
    const counted = tries?.count ?? 0;
    const written = await log.append({ kind: 'sign-in-refused', ...entry, counted });
    return written.ok ? ok(shown) : written;
  };

  const accept = async (staff: StaffId, by: Refused['by']): Outcome => {
    const written = await log.append({ kind: 'signed-in', staff, by }, (writer) =>
      writer.signIn(staff),
    );
    return written.ok ? ok(null) : written;
  };

  const tryBadge = async (badge: Hash): Outcome => {
    const member = store.staff.byBadge(badge);
    const by = 'badge' as const;
    if (member === null) {
      return refuse({ reason: 'unknown-badge' }, { staff: null, by, reason: 'unknown' });
    }
    const { id: staff } = member;
    if (member.removed) return refuse({ reason: 'removed' }, { staff, by, reason: 'removed' });
    if (member.role !== 'driver') {
      return refuse({ reason: 'not-a-driver' }, { staff, by, reason: 'not-a-driver' });
    }
    return staff === signedInDriver(store)?.id ? ok(null) : accept(staff, by);
  };

  const isPinOf = async (member: KnownMember, pin: Uint8Array): Promise<boolean> =>
    member.pin !== null && (await isRightPin(member.id, member.pin, pin, argon2id));

  const tryPin = async (number: number, pin: Uint8Array): Outcome => {
    const member = store.staff.byNumber(number);
    const by = 'pin' as const;
    if (member === null || member.removed || member.pin === null) {
      return refuse(
        { reason: 'wrong-pin', attemptsLeft: null },
        { staff: null, by, reason: 'unknown' },
      );
    }
    const { id: staff } = member;
    const now = readClock().now.at;
    const tries = store.staff.pinTries().get(staff) ?? { count: 0, lastAt: null };
    const locked = pinLock(tries, now, store.policy());
    if (locked !== null) return refuse(locked, { staff, by, reason: 'locked' });
    // On the disk before the derivation: a battery taken out gives no free try.
    const counted = store.staff.countPinTry(staff, now);
    if (!(await isPinOf(member, pin))) {
      const attemptsLeft = Math.max(0, PIN_ATTEMPTS - counted);
      return refuse({ reason: 'wrong-pin', attemptsLeft }, { staff, by, reason: 'wrong-pin' });
    }
    if (member.role === 'driver') return accept(staff, by);
    return refuse({ reason: 'not-a-driver' }, { staff, by, reason: 'not-a-driver' });
  };

  const run = (work: () => Outcome): boolean => {
    if (busy) return false;
    busy = true;
    refused = null;
    changed();
    const done = async (): Promise<void> => {
      // A store that is full throws where a try is counted, and is an answer where an entry is written.
      const outcome = await work().catch((error: unknown) => err(problemOf(error)));
      busy = false;
      if (outcome.ok) say(outcome.value);
      // Nobody is signed in and nothing is lost: once there is room it can be tried again.
      else if (outcome.error === 'store-full') {
        say({ reason: 'not-recorded', problem: outcome.error });
      } else failed(outcome.error);
    };
    done().catch((error: unknown) => failed(problemOf(error)));
    return true;
  };

  const endSession = (why: 'driver' | 'dock' | 'removed', staff: StaffId) =>
    log.append({ kind: 'signed-out', staff, why }, (writer) => writer.signOut());

  return {
    view: () => ({ name: 'sign-in', checking: busy, refused, refusals }),
    byBadge: (badge) => {
      run(() => tryBadge(badge));
    },
    byPin: (number, pin) => {
      const takes = isPin(pin) && run(() => tryPin(number, pin).finally(() => wipe(pin)));
      if (!takes) wipe(pin);
      return takes;
    },
    remind: () => {
      if (!busy && mustSignIn(store)) say({ reason: 'no-badge' });
    },
    signOut: () => {
      const member = signedInDriver(store);
      if (member === null || busy) return false;
      busy = true;
      endSession('driver', member.id).then(
        (done) => {
          busy = false;
          if (done.ok) say(null);
          else failed(done.error);
        },
        (error: unknown) => failed(problemOf(error)),
      );
      return true;
    },
    afterPull: async (quiet) => {
      const staff = store.staff.signedIn();
      if (staff === null) return ok(null);
      if (signedInDriver(store) === null) return endSession('removed', staff);
      return store.policy().signOutAtDock && !quiet ? endSession('dock', staff) : ok(null);
    },
  };
};
