import type { Signer } from '../../../shared/protocol/crypto/keys.ts';
import type { EnrolmentCode } from '../../../shared/protocol/enrolment/enrolment-code.ts';
import type { PublicKey } from '../../../shared/protocol/ids.ts';
import type { TrustedTime } from '../../../shared/protocol/time/trusted-time.ts';
import { err, type Result } from '../../../shared/result.ts';
import type { ProblemCode } from '../../../shared/terminal/problem.ts';
import { makeLogWriter } from '../log/write-log.ts';
import type { Central, EnrolledKeys } from '../ports/central.ts';
import type { AnchorKeeper } from '../ports/keychain.ts';
import type { Store } from '../ports/store.ts';

/** What an enrolment needs. */
export type EnrolParts = {
  readonly store: Store;
  readonly anchors: AnchorKeeper;
  readonly central: Central;
  readonly signer: Signer;
  readonly agreementKey: PublicKey;
  readonly readTime: () => TrustedTime;
  /** Cryptographic randomness. */
  readonly randomBytes: (length: number) => Uint8Array;
};

/**
 * Makes a terminal the depot's own with a scanned enrolment code. Cut at any point it can be done
 * again with the same code: central gives the same keys the same terminal, and the first entry of
 * the log and the record of whose terminal this is are written together.
 */
export const enrol = async (
  { store, anchors, central, signer, agreementKey, readTime, randomBytes }: EnrolParts,
  code: EnrolmentCode,
): Promise<Result<unknown, ProblemCode>> => {
  if (store.terminal() !== null) return err('already-enrolled');
  const own: EnrolledKeys = { signingKey: signer.publicKey, agreementKey };
  const record = await central.enrol(code, own);
  if (!record.ok) return record;
  const { grant, root } = record.value;
  const identity = () => ({ terminal: grant.terminal, driver: null });
  const log = makeLogWriter({ store, anchors, signer, readTime, randomBytes, identity });
  return log.append({ kind: 'enrolled', depot: grant.depot, ...own, root }, (writer) =>
    writer.enrol(record.value),
  );
};
