import { copySecret, wipe } from '../../shared/protocol/codec/bytes.ts';
import type { DeliveryId, StaffId } from '../../shared/protocol/ids.ts';
import { readScanInput } from '../../shared/protocol/scan/scan-input.ts';
import { type Scan, splitSymbology } from '../../shared/protocol/scan/symbology.ts';
import type { Purpose } from '../../shared/protocol/verdict.ts';
import { type ProblemCode, problemOf } from '../../shared/terminal/problem.ts';
import type { ScannerReading } from '../../shared/terminal/view/scanner-view.ts';
import { type DoorScan, secretOf, wipeSecret } from './door/door-scan.ts';
import type { InputFrom, ScanSignal } from './door/run-door.ts';
import type { ScanPrint } from './door/same-event.ts';
import { tokenDigits } from './door/verify-token.ts';
import type { Enrolment } from './enrolment/run-enrolment.ts';
import type { Enrolled } from './equip.ts';
import type { Stop, Store } from './ports/store.ts';

/**
 * Takes what is scanned or typed, and wipes it. A scan gives whose badge it is if that is one of
 * IT's: then nothing else came of it, and the screen is theirs.
 */
export type Intake = {
  /** The payload of a scan, wiped here, and its AIM symbology identifier if one came. */
  readonly scan: (
    payload: Uint8Array,
    symbology: string | null,
    signal?: ScanSignal,
  ) => StaffId | null;
  /** A frame that no symbol has: noise, or longer than any. */
  readonly noise: (signal?: ScanSignal) => void;
  /** What a scanner typed that plays a keyboard, identifier and all; wiped here. */
  readonly typedScan: (scan: Uint8Array) => StaffId | null;
  /** What was typed at the door of one stop; wiped here. False if that door is not open. */
  readonly typeCode: (delivery: DeliveryId, code: Uint8Array) => boolean;
};

type Ports = {
  readonly store: Store;
  readonly printOf: (bytes: Uint8Array) => ScanPrint;
  readonly enrolment: Enrolment;
  /** Whether the terminal accepts nothing any more. */
  readonly isBlocked: () => boolean;
  /** Whether the page is open on which scanners are tried out. */
  readonly isTesting: () => boolean;
  readonly enrolled: () => Enrolled | null;
  readonly waitsForSignIn: (enrolled: Enrolled) => boolean;
  readonly isItAtWork: () => boolean;
  /** Something was scanned, whatever it was. */
  readonly scanned: () => void;
  /** A driver's scan is taken; not one of which only a line is said. */
  readonly taken: () => void;
  readonly showReading: (reading: ScannerReading) => void;
  readonly fail: (problem: ProblemCode) => void;
};

/** What was typed at a stop: digits of the customer's token, or a code. Copies what it keeps. */
const typedAt = (stop: Stop, asks: Purpose, typed: Uint8Array): DoorScan => {
  if (asks === 'hand-over' && tokenDigits(stop) !== null) {
    return { kind: 'token', digits: copySecret(typed) };
  }
  const input = readScanInput(typed);
  const isCode = input.kind === 'code' || input.kind === 'mistyped-code';
  return isCode ? input : { kind: 'unreadable' };
};

/** What a scanner typed that plays a keyboard, for the page on which scanners are tried out. */
const typedReading = (frame: Uint8Array, { symbology, payload }: Scan): ScannerReading => ({
  port: null,
  profile: 'keyboard',
  speed: null,
  bytes: [...frame],
  length: frame.length,
  scan: { symbology, payload: [...payload] },
  timing: null,
});

/** Decides who gets a scan: IT, the scanner test, set-up, sign-in, or the door. */
export const makeIntake = (ports: Ports): Intake => {
  const { store, printOf, enrolment, isBlocked, isTesting, waitsForSignIn, fail } = ports;

  /** It comes to nothing. */
  const drop = (input: DoorScan): null => {
    wipeSecret(secretOf(input));
    return null;
  };

  /** Where nobody is at a door, another driver's badge takes the terminal over. */
  const takesOver = ({ door }: Enrolled, input: DoorScan): boolean => {
    const member = input.kind === 'badge' ? store.staff.byBadge(input.badge) : null;
    return door.state().at.name === 'route' && member?.role === 'driver' && !member.removed;
  };

  const takeBeforeRoute = ({ signIn }: Enrolled, input: DoorScan): void => {
    if (input.kind === 'badge') {
      signIn.byBadge(input.badge);
      return;
    }
    drop(input);
    signIn.remind();
  };

  const take = (input: DoorScan, from: InputFrom): StaffId | null => {
    // IT is let in whatever else is wrong.
    const holder = input.kind === 'badge' ? store.staff.byBadge(input.badge) : null;
    if (holder?.role === 'it' && !holder.removed) return holder.id;
    if (isBlocked() || isTesting()) return drop(input);
    const enrolled = ports.enrolled();
    if (enrolled === null) {
      if (input.kind !== 'enrolment') drop(input);
      if (input.kind === 'token') return null;
      enrolment.take(input).catch((error: unknown) => fail(problemOf(error)));
      return null;
    }
    if (ports.isItAtWork()) return drop(input);
    enrolled.watchClock();
    if (waitsForSignIn(enrolled) || takesOver(enrolled, input)) takeBeforeRoute(enrolled, input);
    else if (!enrolled.door.input(input, from)) return null;
    ports.taken();
    return null;
  };

  const scan: Intake['scan'] = (payload, symbology, signal) => {
    if (isTesting()) {
      wipe(payload);
      return null;
    }
    const input = readScanInput(payload, symbology, store.labels);
    const print = printOf(payload);
    wipe(payload);
    ports.scanned();
    return take(input, signal === undefined ? { print } : { print, signal });
  };

  return {
    scan,
    noise: (signal) => void take({ kind: 'unreadable' }, signal === undefined ? {} : { signal }),
    typedScan: (frame) => {
      const read = splitSymbology(frame);
      if (isTesting()) ports.showReading(typedReading(frame, read));
      const holder = scan(read.payload, read.symbology);
      wipe(frame);
      return holder;
    },
    typeCode: (delivery, code) => {
      const at = isBlocked() ? undefined : ports.enrolled()?.door.state().at;
      const stop = at?.name === 'door' && at.stop === delivery ? store.stop(delivery) : null;
      const isOpen = at?.name === 'door' && stop !== null;
      if (isOpen) take(typedAt(stop, at.asks, code), { typedFor: delivery });
      wipe(code);
      return isOpen;
    },
  };
};
