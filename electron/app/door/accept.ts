import type {
  DeliveryId,
  Epoch,
  ParcelLabel,
  Random16,
  TokenId,
} from '../../../shared/protocol/ids.ts';
import { signPresence } from '../../../shared/protocol/log/chain.ts';
import type { HandOverContent, PlainContent } from '../../../shared/protocol/log/entry.ts';
import type { Particulars } from '../../../shared/protocol/outcome.ts';
import type { MovingFactor } from '../../../shared/protocol/schemes/oath/outcome.ts';
import type { PresenceKey } from '../../../shared/protocol/schemes/sealed.ts';
import type { Purpose, Unlisted, Verdict } from '../../../shared/protocol/verdict.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { ProblemCode } from '../../../shared/terminal/problem.ts';
import type { LogWriter } from '../log/write-log.ts';
import type { Stop } from '../ports/store.ts';

/** What the driver did and said before the code was shown. */
export type Said = Particulars & { readonly parcels: readonly ParcelLabel[] };

/** What opened the door. A presence key is wiped by who made it. */
export type Shown =
  | { readonly scheme: 'sealed'; readonly presence: PresenceKey }
  | { readonly scheme: 'pass'; readonly presence: PresenceKey; readonly once: Random16 }
  | {
      readonly scheme: 'oath';
      readonly token: TokenId;
      readonly factor: MovingFactor | null;
    };

type Accepted = {
  readonly delivery: DeliveryId;
  readonly epoch: Epoch;
  readonly purpose: Purpose;
  readonly shown: Shown;
  readonly said: Said;
  /** Null for a delivery that the manifest does not have. */
  readonly stop: Pick<Stop, 'parcels' | 'instructions'> | null;
  /** What a pass says of such a delivery. */
  readonly unlisted?: Unlisted | null;
};

/** What the stop needed beside the code, as the entry says it; nothing where it needed nothing. */
const neededAt = (
  stop: Accepted['stop'],
  { parcels: scanned, kept }: Said,
): Pick<HandOverContent, 'evidence'> => {
  if (stop === null) return {};
  const { evidence } = stop.instructions;
  if (!evidence.signature && !evidence.everyParcel) return {};
  const unscanned = stop.parcels.filter(
    (label) => !scanned.includes(label) && !kept.includes(label),
  );
  return { evidence: { ...evidence, unscanned } };
};

/** Writes an acceptance: the entry that proves it, and the state that makes it the only one. */
export const accept = async (
  log: LogWriter,
  { delivery, epoch, purpose, shown, said, stop, unlisted = null }: Accepted,
): Promise<Result<Verdict, ProblemCode>> => {
  const { parcels, recipient, kept, note, strokes } = said;
  const claim = { delivery, epoch, purpose };
  const entry = await log.append(
    (context, after): PlainContent & { kind: 'hand-over' } => ({
      kind: 'hand-over',
      ...claim,
      parcels: parcels.filter((label) => !kept.includes(label)),
      recipient,
      kept,
      note,
      strokes,
      ...neededAt(stop, said),
      proof:
        shown.scheme === 'oath'
          ? shown
          : proofBy(shown, signPresence(shown.presence, context, after, claim)),
    }),
    (writer, { sequence, time, driver }) => {
      const once = shown.scheme === 'pass' ? shown.once : null;
      if (!writer.accept({ ...claim, sequence, at: time.at, driver, once })) {
        throw new Error('the delivery was accepted by someone else meanwhile');
      }
      if (shown.scheme === 'oath' && shown.factor !== null) {
        writer.moveToken(shown.token, (shown.factor + 1) as MovingFactor);
      }
    },
  );
  return entry.ok ? ok({ result: 'accepted', by: purpose, unlisted }) : err(entry.error);
};

const proofBy = (
  shown: Exclude<Shown, { scheme: 'oath' }>,
  presence: ReturnType<typeof signPresence>,
): HandOverContent['proof'] =>
  shown.scheme === 'pass'
    ? { scheme: 'pass', once: shown.once, presence }
    : { scheme: 'sealed', presence };
