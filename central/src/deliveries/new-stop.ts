import type { Day, Instant, ParcelLabel } from '../../../shared/protocol/ids.ts';
import type { PageLanguage } from '../../../shared/protocol/link/page-fragment.ts';

/** A stop that is to be made, and the row of the file that says so. */
export type NewStop = {
  readonly line: number;
  readonly route: string;
  /** The day of its route where the depot is. */
  readonly day: Day;
  readonly position: number;
  readonly customer: string;
  readonly address: readonly string[];
  readonly phone: string | null;
  /** The serial number of the customer's token. */
  readonly token: string | null;
  /** The customer's; null: the depot's. */
  readonly language: PageLanguage | null;
  readonly arrival: Instant;
  readonly not_before: Instant;
  readonly not_after: Instant;
  readonly parcels: readonly ParcelLabel[];
};

/** What is wrong in a file: where (rows count from 1 as in a spreadsheet), a stable code, a sentence. */
export type LineProblem = {
  readonly line: number;
  readonly column: string | null;
  readonly code: string;
  readonly reason: string;
};
