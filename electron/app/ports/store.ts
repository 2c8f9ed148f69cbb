import type { RootChain } from '../../../shared/protocol/api/roots.ts';
import type { SignedDocument } from '../../../shared/protocol/api/signed.ts';
import type {
  CustomerVerifier,
  ManifestDelivery,
  ManifestItem,
} from '../../../shared/protocol/api/terminal.ts';
import type { StaffMember } from '../../../shared/protocol/crew/roster.ts';
import type { DepotFacts } from '../../../shared/protocol/depot-facts.ts';
import type {
  Day,
  DeliveryId,
  DriverId,
  Epoch,
  Hash,
  Instant,
  ParcelLabel,
  PublicKey,
  Random16,
  RouteId,
  Sequence,
  ShortId,
  StaffId,
  TokenId,
} from '../../../shared/protocol/ids.ts';
import type { Instructions } from '../../../shared/protocol/instructions.ts';
import type { LogHead, LogPosition } from '../../../shared/protocol/log/chain.ts';
import type { SignedEntry, StoppedWhy } from '../../../shared/protocol/log/entry.ts';
import type { ExceptionOutcome } from '../../../shared/protocol/outcome.ts';
import type { Policy } from '../../../shared/protocol/policy.ts';
import type { MovingFactor } from '../../../shared/protocol/schemes/oath/outcome.ts';
import type { SealedVerifier } from '../../../shared/protocol/schemes/sealed.ts';
import type { TimeAnchor } from '../../../shared/protocol/time/trusted-time.ts';
import type { Purpose } from '../../../shared/protocol/verdict.ts';
import type { Result } from '../../../shared/result.ts';
import type { DoorNote } from '../../../shared/terminal/door/door-note.ts';
import type { ProblemCode } from '../../../shared/terminal/problem.ts';
import type { TerminalFacts } from '../../../shared/terminal/support/report.ts';
import type { TerminalRecord } from './central.ts';

export type Acceptance = {
  readonly delivery: DeliveryId;
  readonly epoch: Epoch;
  readonly sequence: Sequence;
  readonly at: Instant;
  readonly driver: DriverId | null;
  /** Whose code it was. */
  readonly purpose: Purpose;
  /** The one-time id of the pass, if it was one. */
  readonly once: Random16 | null;
};

/** Codes of one kind tried so far in this epoch, the one being tried included, and the last. */
export type Tries = { readonly count: number; readonly lastAt: Instant | null };

export type Stop = {
  readonly delivery: DeliveryId;
  readonly shortId: ShortId;
  readonly route: RouteId;
  readonly position: number;
  readonly customer: string;
  readonly address: readonly string[];
  readonly arrival: Instant;
  readonly parcels: readonly ParcelLabel[];
  readonly epoch: Epoch;
  readonly verifier: CustomerVerifier;
  /** The verifier of the code that was sent to the customer before this one, if it was for here. */
  readonly earlier: SealedVerifier | null;
  readonly token: ManifestDelivery['token'];
  readonly override: SealedVerifier;
  readonly instructions: Instructions;
  readonly withdrawn: boolean;
  readonly tries: { readonly [P in Purpose]: Tries };
  readonly acceptance: Acceptance | null;
  readonly exception: ExceptionOutcome | null;
};

/** Which of a route's stops are looked at: all, those to do, those that are over; and by what words. */
export type RouteLook = {
  readonly filter: 'all' | 'open' | 'done';
  readonly search: string;
};

/** One of the depot's staff; who was removed stays known. */
export type KnownMember = StaffMember & { readonly removed: boolean };

export type Route = {
  readonly id: RouteId;
  readonly name: string;
  readonly day: Day;
  readonly driver: { readonly id: DriverId; readonly name: string };
};

/** A route's stops in order, a few at a time: it may have ten thousand. */
export type RouteStops = {
  /** How many there are, and how many of them are handed over or ended without a code. */
  readonly progress: () => { readonly total: number; readonly done: number };
  readonly next: () => DeliveryId | null;
  readonly matching: (look: RouteLook) => number;
  /** How many that match stand before this one. */
  readonly placeOf: (look: RouteLook, delivery: DeliveryId) => number;
  readonly page: (look: RouteLook, from: number, size: number) => readonly Stop[];
};

/** What is left of a delivery that is erased: no name, no address, nothing to try a code against. */
export type ErasedStop = {
  readonly delivery: DeliveryId;
  readonly epoch: Epoch;
  /** Codes tried in its epoch, of both purposes. */
  readonly tries: number;
  readonly acceptance: Acceptance | null;
};

/** What may be erased: deliveries that are over and handed in, routes of past days without stops. */
export type Erasure = {
  readonly deliveries: readonly DeliveryId[];
  readonly routes: readonly RouteId[];
};

/** What central gives and the sum vouches for: an item of the manifest, or the root that it came to. */
export type StoreItem =
  | ManifestItem
  | {
      readonly type: 'root';
      readonly root: PublicKey;
      readonly roots: RootChain;
      readonly keys: SignedDocument;
    };

/** What may be written together in one transaction of the store. */
export type StoreWriter = {
  readonly appendEntry: (signed: SignedEntry, head: LogHead) => void;
  readonly enrol: (record: TerminalRecord) => void;
  /** False if the delivery was accepted or the pass used before: then nothing was written. */
  readonly accept: (acceptance: Acceptance) => boolean;
  /** A token's counters or time steps below `next` are used, here and at every other stop. */
  readonly moveToken: (token: TokenId, next: MovingFactor) => void;
  readonly recordException: (delivery: DeliveryId, outcome: ExceptionOutcome, at: Instant) => void;
  /** The counted try was no guess: it is taken back, as if it had not been. */
  readonly giveTryBack: (stop: Stop, purpose: Purpose) => void;
  /** Someone drives from now on; their PIN's wrong tries are forgotten. */
  readonly signIn: (staff: StaffId) => void;
  readonly signOut: () => void;
  /** One more try for every PIN that is locked, once the wait after its last is over. */
  readonly liftPinLocks: () => void;
  /** The stop is as open as before. */
  readonly undoException: (delivery: DeliveryId) => void;
  readonly applyItem: (item: StoreItem) => void;
  readonly erase: (erasure: Erasure) => void;
  /** Of entries up to this one, what is personal is forgotten; it may be only what central has. */
  readonly forgetDetails: (upTo: Sequence) => void;
  /** The newest version of an entry that central says it reads. */
  readonly setEntryVersion: (version: number) => void;
  /** What the depot calls the terminal from now on. */
  readonly rename: (name: string) => void;
  /** How far the manifest was pulled, and the sum of what the store then holds of it. */
  readonly setCursor: (cursor: number, manifest: Hash) => void;
  readonly setTimeAnchor: (anchor: TimeAnchor, at: Sequence) => void;
  /** The terminal accepts nothing from now on; the first reason stays. */
  readonly stop: (why: StoppedWhy) => void;
};

/** The encrypted store. Reading is instant; what is written is on the disk when the call returns. */
export type Store = {
  readonly terminal: () => TerminalRecord | null;
  /** Every route that the terminal has, in the order of day and name. */
  readonly routes: () => readonly Route[];
  readonly policy: () => Policy;
  /** Null until the depot's facts were pulled. */
  readonly depot: () => DepotFacts | null;
  readonly stop: (delivery: DeliveryId) => Stop | null;
  /** What stayed of an erased delivery; null where it is whole, or not known. */
  readonly erased: (delivery: DeliveryId) => ErasedStop | null;
  readonly stopsOf: (route: RouteId) => RouteStops;
  /** What may be erased today, but for deliveries that are still looked at. */
  readonly erasable: (today: Day, keep: readonly DeliveryId[]) => Erasure;
  readonly acceptances: () => readonly Acceptance[];
  readonly acceptanceOf: (delivery: DeliveryId) => Acceptance | null;
  /** How each stop ended without a code, the last time that it did. */
  readonly exceptions: () => ReadonlyMap<DeliveryId, ExceptionOutcome>;
  readonly isPassUsed: (once: Random16) => boolean;
  readonly isPassWithdrawn: (once: Random16) => boolean;
  /** What acceptances have moved a token to; 0 if none has. */
  readonly tokenNext: (token: TokenId) => MovingFactor;
  readonly tokens: () => ReadonlyMap<TokenId, MovingFactor>;
  /** The question that was asked at a stop and not answered yet. */
  readonly question: (delivery: DeliveryId) => string | null;
  readonly keepQuestion: (delivery: DeliveryId, question: string) => void;
  /** What the driver did and said at stops that are not over. */
  readonly doorNotes: {
    /** Those of stops that can still be delivered here. */
    readonly all: () => readonly DoorNote[];
    readonly keep: (note: DoorNote) => void;
    readonly drop: (delivery: DeliveryId) => void;
  };
  /** The depot's staff, as the manifest says, and who of them has signed in here. */
  readonly staff: {
    readonly byId: (id: StaffId) => KnownMember | null;
    readonly byBadge: (badge: Hash) => KnownMember | null;
    readonly byNumber: (number: number) => KnownMember | null;
    /** Without any, nobody signs in. */
    readonly hasDrivers: () => boolean;
    readonly signedIn: () => StaffId | null;
    /** Wrong PINs in a row, by whose they were. */
    readonly pinTries: () => ReadonlyMap<StaffId, Tries>;
    /** Counts one more try of a PIN, for good, and gives the count. */
    readonly countPinTry: (staff: StaffId, at: Instant) => number;
  };
  readonly deliveryOfShortId: (shortId: ShortId) => DeliveryId | null;
  readonly deliveryOfLabel: (label: ParcelLabel) => DeliveryId | null;
  /** The labels of all stops' parcels. */
  readonly labels: () => readonly ParcelLabel[];
  /** The deliveries that central gave and did not take away. */
  readonly given: () => readonly DeliveryId[];
  readonly cursor: () => number;
  /**
   * A sum over all that the store holds of the manifest: what was noted with the cursor (null before
   * the first page), counted anew from every row, and what it would be after further items or after
   * something is erased.
   */
  readonly manifest: {
    readonly noted: () => Hash | null;
    readonly counted: () => Promise<Hash>;
    readonly after: (items: readonly StoreItem[]) => Hash;
    readonly afterErasing: (erasure: Erasure) => Hash;
  };
  readonly acknowledged: () => Sequence;
  /** Why the terminal accepts nothing any more; null: it may. */
  readonly stopped: () => StoppedWhy | null;
  readonly entryVersion: () => number;
  /** Up to which entry what is personal was forgotten. */
  readonly forgotten: () => Sequence;
  /** Up to which entry it may be: central has acknowledged it, and it is of before this instant. */
  readonly forgettable: (before: Instant) => Sequence;
  readonly logPosition: () => LogPosition;
  /** The newest first, from below a number. */
  readonly entriesBefore: (sequence: number, limit: number) => readonly SignedEntry[];
  readonly entriesAfter: (sequence: Sequence, limit: number) => readonly SignedEntry[];
  readonly waiting: () => { readonly entries: number; readonly since: Instant | null };
  readonly timeAnchor: () => TimeAnchor | null;
  /** The newest instant in the log since the time anchor was taken. */
  readonly newestEntryTime: () => Instant | null;
  /** Counts one more try of a code, for good, and gives the count. */
  readonly countTry: (stop: Stop, purpose: Purpose, at: Instant) => number;
  /** How far central has the log; less than before if central was restored from a backup. */
  readonly acknowledge: (sequence: Sequence) => void;
  /** One transaction: all of it or, if `work` throws, nothing. */
  readonly write: (work: (writer: StoreWriter) => void) => Result<null, ProblemCode>;
  /** What was erased is gone from the write-ahead log as well. */
  readonly scrub: () => Result<null, ProblemCode>;
  /** Whether every row is in its indexes, and every index in its table. Looks at every page. */
  readonly isWhole: () => boolean;
  /** What the store says of itself, for support. Looks at every page. */
  readonly facts: () => TerminalFacts['store'];
  readonly close: () => void;
};
