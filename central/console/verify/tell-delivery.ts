import type {
  DriverId,
  Instant,
  ParcelLabel,
  Sequence,
  TerminalId,
} from '../../../shared/protocol/ids.ts';
import type { SignedEntry } from '../../../shared/protocol/log/entry.ts';
import {
  type DetailStates,
  detailStates,
  readPlain,
} from '../../../shared/protocol/log/read-details.ts';
import type { Strokes } from '../../../shared/protocol/outcome.ts';
import type { DeliveryProof } from '../../../shared/protocol/proof/delivery-proof.ts';
import type {
  DeliveryReport,
  JudgedHandOver,
} from '../../../shared/protocol/proof/judge-delivery.ts';

/** What opened a hand-over, or how the stop ended without a code. */
export type Outcome =
  | 'code'
  | 'pass'
  | 'override'
  | 'token'
  | DeliveryReport['exceptions'][number]['outcome'];

/** One thing that a terminal's record says of a delivery, and what it is worth. */
export type Told = {
  readonly what: Outcome;
  readonly at: Instant;
  readonly terminal: TerminalId;
  readonly sequence: Sequence;
  readonly driver: DriverId | null;
  /** Of a hand-over: why it is not proved, or null, and what is remarkable. Of anything else: null. */
  readonly judged: Pick<JudgedHandOver, 'reason' | 'remarks'> | null;
  /** An exception that the driver took back. */
  readonly undone: boolean;
  readonly recipient: 'customer' | 'household' | 'neighbour' | 'safe-place' | null;
  /** Which parcels were scanned. */
  readonly parcels: readonly ParcelLabel[];
  readonly details: DetailStates;
  /** Of the details those that are there. */
  readonly place: string | null;
  readonly note: string;
  readonly strokes: Strokes;
};

const OPENED_BY = { sealed: 'code', pass: 'pass', oath: 'token' } as const;

const whatOf = ({ entry: { content } }: SignedEntry): Outcome | null => {
  if (content.kind === 'exception') return content.outcome;
  if (content.kind !== 'hand-over') return null;
  return content.purpose === 'override' ? 'override' : OPENED_BY[content.proof.scheme];
};

const saidIn = (signed: SignedEntry) => {
  const { driver, content } = signed.entry;
  const details = detailStates(signed);
  const { place, note, strokes } = readPlain(signed);
  const isHandOver = content.kind === 'hand-over';
  return {
    driver,
    recipient: isHandOver ? content.recipient.to : null,
    parcels: isHandOver ? content.parcels : [],
    details,
    place: details.place === 'there' ? place : null,
    note: details.note === 'there' ? note : '',
    strokes: details.strokes === 'there' ? strokes : [],
  };
};

/** What the records of a delivery's proof say, in the order of their times. */
export const tellDelivery = (proof: DeliveryProof, report: DeliveryReport): readonly Told[] => {
  const entries = new Map(
    proof.logs.flatMap((log) =>
      log.entries.map((signed) => [`${log.terminal} ${signed.entry.sequence}`, signed] as const),
    ),
  );
  const tell = (
    { terminal, sequence, at }: Pick<Told, 'terminal' | 'sequence' | 'at'>,
    judged: Told['judged'],
    undone: boolean,
  ): Told[] => {
    const signed = entries.get(`${terminal} ${sequence}`);
    const what = signed === undefined ? null : whatOf(signed);
    if (signed === undefined || what === null) return [];
    return [{ what, at, terminal, sequence, judged, undone, ...saidIn(signed) }];
  };
  return [
    ...report.handOvers.flatMap((one) =>
      tell(one, { reason: one.reason, remarks: one.remarks }, false),
    ),
    ...report.exceptions.flatMap((one) => tell(one, null, one.undone)),
  ].toSorted((a, b) => a.at - b.at || a.sequence - b.sequence);
};
