import type { SignedDocument } from '../../../shared/protocol/api/signed.ts';
import type { ReleaseFile } from '../../../shared/protocol/update/release.ts';
import type { Result } from '../../../shared/result.ts';
import type { ProblemCode } from '../../../shared/terminal/problem.ts';
import type { TerminalRecord } from './central.ts';

/** Releases of the app, as central offers them. */
export type ReleaseFeed = {
  /** The release that is offered, or null. It is not verified yet: central has no key for it. */
  readonly release: (record: TerminalRecord) => Promise<Result<SignedDocument | null, ProblemCode>>;
  /** A piece of a file of the release from a byte on; empty after its end. Not verified. */
  readonly releasePiece: (
    record: TerminalRecord,
    name: string,
    from: number,
  ) => Promise<Result<Uint8Array, ProblemCode>>;
};

/** Where updates are kept until IT installs them. Throws when the disk fails. */
export type UpdateFiles = {
  /** Removes every other update; gives how many bytes of this one are there. */
  readonly begin: (file: ReleaseFile) => number;
  /** Gives how many bytes are there then. */
  readonly append: (file: ReleaseFile, bytes: Uint8Array) => number;
  /** Whether what is there is the file that was signed; if not, it is gone. */
  readonly finish: (file: ReleaseFile) => Promise<boolean>;
  readonly isFinished: (file: ReleaseFile) => Promise<boolean>;
};
