import type { VerifySignature } from '../crypto/keys.ts';
import type { Instant, PublicKey } from '../ids.ts';
import { provesPresence } from '../log/chain.ts';
import type { Entry, HandOverContent } from '../log/entry.ts';

/** What central made for the terminal, and a hand-over names: a code, an override, a pass, a token. */
export type Ground = {
  /** Null for a token, whose code proves nothing. */
  readonly presenceKey: PublicKey | null;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  /** When it was taken from the terminal again, if it was. */
  readonly withdrawnAt: Instant | null;
};

/** What the judge of a hand-over knows beside its entry. */
export type Circumstances = {
  /** Whether the entry is the terminal's, by its signature. */
  readonly isSigned: boolean;
  /** Null if nothing of what the entry names was ever made for the terminal. */
  readonly ground: Ground | null;
  /** The entry was not made before this; null if nobody can vouch for any time. */
  readonly notBefore: Instant | null;
  /** Nor after this. */
  readonly notAfter: Instant | null;
  /** When the terminal was revoked, if it was. */
  readonly revokedAt: Instant | null;
  /** Whether the terminal had wiped itself before. */
  readonly isAfterWiped: boolean;
};

/**
 * Why a hand-over is not proved. `not-signed`: the entry is not the terminal's. `by-token`: a
 * token's code opened it, which proves nothing to anyone but the terminal. `no-verifier`: there is
 * no public key for what it names. `no-presence`: its presence proof is wrong.
 */
export type NotProved = 'not-signed' | 'by-token' | 'no-verifier' | 'no-presence';

/**
 * What a person must look at though it counts, for the parcel is gone: it was made after the
 * terminal wiped itself, after it was revoked, after its code or pass was withdrawn, or at no time
 * at which that was valid; or the signature or a scan is missing that the stop needed.
 */
export type Remark =
  | ('after-wiped' | 'after-revocation' | 'after-withdrawal' | 'outside-validity')
  | 'missing-evidence';

export type Judgement = {
  /** Null if the hand-over is proved. */
  readonly reason: NotProved | null;
  /** The gravest first. */
  readonly remarks: readonly Remark[];
};

const whyNotProved = (
  entry: Entry,
  handOver: HandOverContent,
  { isSigned, ground }: Circumstances,
  verify: VerifySignature,
): NotProved | null => {
  if (!isSigned) return 'not-signed';
  if (handOver.proof.scheme === 'oath') return 'by-token';
  const key = ground?.presenceKey ?? null;
  if (key === null) return 'no-verifier';
  return provesPresence(entry, handOver, key, verify) ? null : 'no-presence';
};

/** Whether something is missing that the stop needed, as the entry itself says. */
const lacksEvidence = (handOver: HandOverContent): boolean => {
  const { evidence } = handOver;
  // A signature that was erased was there: the entry still has its hash.
  const isDrawn =
    'details' in handOver ? handOver.details.strokes !== null : handOver.strokes.length > 0;
  return (
    evidence !== undefined &&
    ((evidence.signature && !isDrawn) || (evidence.everyParcel && evidence.unscanned.length > 0))
  );
};

const remarksOn = (
  entry: Entry,
  handOver: HandOverContent,
  { ground, notBefore, notAfter, revokedAt, isAfterWiped }: Circumstances,
): readonly Remark[] => {
  /** By the terminal's own word, or by what is known of the time. */
  const isMadeAfter = (moment: Instant | null): boolean =>
    moment !== null && (entry.time.at >= moment || (notBefore !== null && notBefore >= moment));
  const isOutside = (valid: Ground): boolean =>
    (notAfter !== null && notAfter < valid.notBefore) ||
    (notBefore !== null && notBefore >= valid.notAfter);
  const remarks: readonly (readonly [Remark, boolean])[] = [
    ['after-wiped', isAfterWiped],
    ['after-revocation', isMadeAfter(revokedAt)],
    ['after-withdrawal', ground !== null && isMadeAfter(ground.withdrawnAt)],
    ['outside-validity', ground !== null && isOutside(ground)],
    ['missing-evidence', lacksEvidence(handOver)],
  ];
  return remarks.flatMap(([remark, holds]) => (holds ? [remark] : []));
};

/**
 * Judges one hand-over: whether the customer's code or pass, or the dispatcher's code, proves it, and
 * what is wrong with it beside that. The one place that says 'proved': central counts by it, its
 * lists show it, and an audit without central comes to the same, as far as its file goes.
 * Whether another one of the same delivery came before is not seen here.
 */
export const judgeHandOver = (
  entry: Entry,
  handOver: HandOverContent,
  circumstances: Circumstances,
  verify: VerifySignature,
): Judgement => ({
  reason: whyNotProved(entry, handOver, circumstances, verify),
  remarks: remarksOn(entry, handOver, circumstances),
});
