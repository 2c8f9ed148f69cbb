import { rootsBefore } from '../api/roots.ts';
import type { VerifySignature } from '../crypto/keys.ts';
import type { Epoch, Hash, Instant, PublicKey, Sequence, TerminalId } from '../ids.ts';
import { entryBytes, hashEntry } from '../log/chain.ts';
import type { DetailName } from '../log/details.ts';
import type { SignedEntry } from '../log/entry.ts';
import { detailStates, detailsThat } from '../log/read-details.ts';
import type { ExceptionOutcome } from '../outcome.ts';
import type { Purpose } from '../verdict.ts';
import { nameOf, nameOfProof } from './audit-file.ts';
import type { DeliveryProof, OwnLog } from './delivery-proof.ts';
import { judgeHandOver, type NotProved, type Remark } from './judge-hand-over.ts';

type Place = { readonly terminal: TerminalId; readonly sequence: Sequence };

/** A hand-over of the delivery that an entry claims, and what comes of it. */
export type JudgedHandOver = Place & {
  readonly at: Instant;
  readonly epoch: Epoch;
  readonly purpose: Purpose;
  /** Why it is not proved; null: it is. */
  readonly reason: NotProved | 'second-hand-over' | null;
  readonly remarks: readonly Remark[];
};

/** What the driver says became of the stop without a code. It is no proof. */
export type ClaimedException = Place & {
  readonly at: Instant;
  readonly outcome: ExceptionOutcome;
  readonly undone: boolean;
};

/**
 * What is wrong with an entry of the file. `other-terminal`, `bad-signature`: it is not the
 * terminal's. `other-delivery`: it is about something else. `out-of-order`: it stands after a later
 * one. `broken-chain`: it does not follow the one before it, where that is its neighbour.
 * `unacknowledged`: central has not so much of the log, or another entry at its end. `other-key`,
 * `other-root`: the terminal was enrolled with other keys than the file says, or leads to. `altered-detail`: what
 * stands beside it is not what the terminal signed for.
 */
export type PlaceFault =
  | 'other-terminal'
  | 'bad-signature'
  | 'other-delivery'
  | 'out-of-order'
  | 'broken-chain'
  | 'unacknowledged'
  | 'other-key'
  | 'other-root'
  | 'altered-detail';

export type DeliveryReport = {
  readonly handOvers: readonly JudgedHandOver[];
  readonly exceptions: readonly ClaimedException[];
  /** What was personal in an entry and is erased. What is proved does not rest on it. */
  readonly erased: readonly (Place & { readonly details: readonly DetailName[] })[];
  readonly faults: readonly (Place & { readonly fault: PlaceFault })[];
};

/** The root keys that a terminal of the file can have been enrolled with. */
const rootsOf = (proof: DeliveryProof, verify: VerifySignature): readonly PublicKey[] => [
  proof.root,
  ...(rootsBefore(proof, verify) ?? []),
];

const isAbout = ({ entry: { content } }: SignedEntry, delivery: string): boolean =>
  !('delivery' in content) || content.delivery === delivery;

type Before = { readonly sequence: number; readonly hash: Hash | null };

const faultsOf = (
  proof: DeliveryProof,
  log: OwnLog,
  before: Before,
  signed: SignedEntry,
  verify: VerifySignature,
): readonly PlaceFault[] => {
  const { entry, signature } = signed;
  const { content, sequence, previous } = entry;
  const own = hashEntry(entry);
  const faults: readonly (readonly [PlaceFault, boolean])[] = [
    ['other-terminal', entry.terminal !== log.terminal],
    ['bad-signature', !verify(log.signingKey, entryBytes(entry), signature)],
    ['other-delivery', !isAbout(signed, proof.delivery)],
    ['out-of-order', sequence <= before.sequence],
    ['broken-chain', sequence === before.sequence + 1 && previous !== before.hash],
    [
      'unacknowledged',
      sequence > log.acknowledged || (sequence === log.acknowledged && own !== log.hash),
    ],
    ['other-key', content.kind === 'enrolled' && content.signingKey !== log.signingKey],
    ['other-root', content.kind === 'enrolled' && !rootsOf(proof, verify).includes(content.root)],
  ];
  return faults.flatMap(([fault, holds]) => (holds ? [fault] : []));
};

/**
 * What one log says of the delivery, and by which entry it is handed over then. `doneBefore`: by
 * which one of an earlier log it was, if it was.
 */
const judgeLog = (
  proof: DeliveryProof,
  log: OwnLog,
  doneBefore: Hash | null,
  verify: VerifySignature,
): DeliveryReport & { readonly done: Hash | null } => {
  const { terminal, revokedAt } = log;
  const grounds = new Map(
    log.verifiers.flatMap((one) =>
      one.delivery === proof.delivery ? [[nameOf(one), one] as const] : [],
    ),
  );
  const handOvers: JudgedHandOver[] = [];
  const exceptions: ClaimedException[] = [];
  const faults: (Place & { readonly fault: PlaceFault })[] = [];
  const erased: DeliveryReport['erased'][number][] = [];
  let before: Before = { sequence: 0, hash: null };
  let notBefore: Instant | null = null;
  let isAfterWiped = false;
  let done = doneBefore;
  for (const signed of log.entries) {
    const { entry } = signed;
    const { content, sequence } = entry;
    const place = { terminal, sequence };
    const wrong = faultsOf(proof, log, before, signed, verify);
    faults.push(...wrong.map((fault) => ({ ...place, fault })));
    const own = hashEntry(entry);
    before = { sequence, hash: own };
    const isSigned = !wrong.includes('bad-signature') && !wrong.includes('other-terminal');
    const states = detailStates(signed);
    if (isSigned && detailsThat(states, 'altered').length > 0) {
      faults.push({ ...place, fault: 'altered-detail' });
    }
    const gone = detailsThat(states, 'erased');
    if (isSigned && gone.length > 0) erased.push({ ...place, details: gone });
    const at = entry.time.at as Instant;
    if (content.kind === 'clock' && isSigned && content.central > (notBefore ?? 0)) {
      notBefore = content.central;
    }
    if (content.kind === 'exception' && isSigned) {
      exceptions.push({ ...place, at, outcome: content.outcome, undone: false });
    }
    if (content.kind === 'exception-undone' && isSigned) {
      const undone = exceptions.findIndex((one) => one.sequence === content.undoes);
      const one = exceptions[undone];
      if (one !== undefined) exceptions[undone] = { ...one, undone: true };
    }
    if (content.kind === 'hand-over' && content.delivery === proof.delivery) {
      const { epoch, purpose } = content;
      const name = nameOfProof(content);
      const ground = name === null ? null : (grounds.get(name) ?? null);
      const known = { isSigned, ground, notBefore, notAfter: null, revokedAt, isAfterWiped };
      const judged = judgeHandOver(entry, content, known, verify);
      const reason = judged.reason ?? (done === null ? null : 'second-hand-over');
      // The very same entry once more is a fault of the file, not a second hand-over.
      if (judged.reason !== null || done !== own) {
        handOvers.push({ ...place, at, epoch, purpose, reason, remarks: judged.remarks });
      }
      if (judged.reason === null) done ??= own;
    }
    if (content.kind === 'wiped' && isSigned) isAfterWiped = true;
  }
  return { handOvers, exceptions, erased, faults, done };
};

/**
 * Says what the file of a delivery proves: which hand-over, by the signatures of its terminal and of
 * the customer's code or an override, and what is only said.
 */
export const judgeDelivery = (proof: DeliveryProof, verify: VerifySignature): DeliveryReport => {
  const handOvers: JudgedHandOver[] = [];
  const exceptions: ClaimedException[] = [];
  const erased: DeliveryReport['erased'][number][] = [];
  const faults: DeliveryReport['faults'][number][] = [];
  let done: Hash | null = null;
  for (const log of proof.logs) {
    const judged = judgeLog(proof, log, done, verify);
    done = judged.done;
    handOvers.push(...judged.handOvers);
    exceptions.push(...judged.exceptions);
    erased.push(...judged.erased);
    faults.push(...judged.faults);
  }
  return { handOvers, exceptions, erased, faults };
};
