import type { Trust } from '../../../shared/protocol/api/roots.ts';
import type {
  Finding,
  Grant,
  ManifestPage,
  Receipt,
  RolledBackReport,
} from '../../../shared/protocol/api/terminal.ts';
import type { EnrolmentCode } from '../../../shared/protocol/enrolment/enrolment-code.ts';
import type { Instant, PublicKey } from '../../../shared/protocol/ids.ts';
import type { SignedEntry } from '../../../shared/protocol/log/entry.ts';
import type { Result } from '../../../shared/result.ts';
import type { ProblemCode } from '../../../shared/terminal/problem.ts';

/** Who this terminal is and whom it trusts, from enrolment on. */
export type TerminalRecord = Trust & {
  readonly grant: Grant;
  readonly central: string;
};

/** What central says of a hand-in. The receipt is proved; the findings are for people's eyes alone. */
export type HandedIn = { readonly receipt: Receipt; readonly findings: readonly Finding[] };

/**
 * What central says of the time, and, if it has revoked the terminal, since when; the newest version
 * of an entry that it reads; and what it calls the terminal, null if it does not say. Proved, by the
 * keys that are in force.
 */
export type TimeStatement = {
  readonly time: Instant;
  readonly revoked: Instant | null;
  readonly entries: number;
  /** A later list of keys, and perhaps a later root, that it goes by from now on; null: those it has. */
  readonly trust: Trust | null;
  readonly name: string | null;
};

export type EnrolledKeys = { readonly signingKey: PublicKey; readonly agreementKey: PublicKey };

/** Central, as the terminal sees it: every answer has been verified and parsed. */
export type Central = {
  /**
   * For how long the last answer asked not to be asked again, in milliseconds; 0 if it did not. It
   * is nobody's signed word, so it is bounded.
   */
  readonly waitMs: () => number;
  readonly enrol: (
    code: EnrolmentCode,
    own: EnrolledKeys,
  ) => Promise<Result<TerminalRecord, ProblemCode>>;
  readonly proveTime: (record: TerminalRecord) => Promise<Result<TimeStatement, ProblemCode>>;
  readonly handIn: (
    record: TerminalRecord,
    entries: readonly SignedEntry[],
    now: Instant,
  ) => Promise<Result<HandedIn, ProblemCode>>;
  /** Tells that the store is an old copy. */
  readonly reportRolledBack: (
    record: TerminalRecord,
    report: RolledBackReport,
  ) => Promise<Result<null, ProblemCode>>;
  /** `cursor-unknown`: central does not know the cursor any more; everything is pulled again. */
  readonly pull: (
    record: TerminalRecord,
    after: number,
    now: Instant,
  ) => Promise<Result<ManifestPage, ProblemCode | 'cursor-unknown'>>;
};
