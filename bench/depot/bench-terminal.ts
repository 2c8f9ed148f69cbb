import { randomBytes } from 'node:crypto';
import type { Central, TerminalRecord } from '../../electron/app/ports/central.ts';
import { makeSystemClock } from '../../electron/clock/system-clock.ts';
import { makeNativeAgreement, makeNativeSigner } from '../../electron/crypto/native-keys.ts';
import { clientFor } from '../../faults/support/reach-central.ts';
import { sha256Of } from '../../shared/protocol/crypto/keys.ts';
import { parseEnrolmentCode } from '../../shared/protocol/enrolment/enrolment-code.ts';
import type { Instant, TerminalId } from '../../shared/protocol/ids.ts';
import {
  EMPTY_LOG,
  type EntryContext,
  type LogPosition,
  makeEntry,
  signPresence,
} from '../../shared/protocol/log/chain.ts';
import type { EntryContent, SignedEntry } from '../../shared/protocol/log/entry.ts';
import { NOTHING_PARTICULAR } from '../../shared/protocol/nothing-particular.ts';
import type { Stop } from './seed-stops.ts';

const clock = makeSystemClock();

/** A terminal with the product's own client of central and a log in memory. */
export type BenchTerminal = {
  readonly id: TerminalId;
  readonly record: TerminalRecord;
  readonly central: Central;
  /** An entry that central only stores. */
  readonly note: () => SignedEntry;
  /** The entry of a hand-over, with its proof. */
  readonly handOver: (stop: Stop) => SignedEntry;
  /** The same terminal, by another process of central. */
  readonly at: (url: string) => TerminalRecord;
};

const context = (terminal: TerminalId): EntryContext => ({
  terminal,
  driver: null,
  time: { at: Date.now() as Instant, trust: 'wall' },
});

const NOTE: EntryContent = {
  kind: 'pulled',
  cursor: 1,
  items: 1,
  manifest: sha256Of(new Uint8Array()),
};

/** Enrols a terminal by the text of an enrolment code. */
export const enrolTerminal = async (text: string): Promise<BenchTerminal> => {
  const signer = makeNativeSigner(new Uint8Array(randomBytes(32)));
  const agreement = makeNativeAgreement(new Uint8Array(randomBytes(32)));
  const code = parseEnrolmentCode(text);
  if (!code.ok) throw new Error(code.error);
  const central = clientFor(clock)(signer);
  const own = { signingKey: signer.publicKey, agreementKey: agreement.publicKey };
  const enrolled = await central.enrol(code.value, own);
  if (!enrolled.ok) throw new Error(enrolled.error);
  const record = enrolled.value;
  const id = record.grant.terminal;
  let head: LogPosition = EMPTY_LOG;
  const write = (content: EntryContent, within: EntryContext): SignedEntry => {
    const made = makeEntry(head, within, content, signer);
    head = made.head;
    return made.signed;
  };
  return {
    id,
    record,
    central,
    note: () => write(NOTE, context(id)),
    handOver: ({ delivery, epoch, label, presence }) => {
      const within = context(id);
      const claim = { delivery, epoch, purpose: 'hand-over' as const };
      const proof = { scheme: 'sealed', presence: signPresence(presence, within, head, claim) };
      const said = { kind: 'hand-over', ...claim, parcels: [label], ...NOTHING_PARTICULAR, proof };
      return write(said as EntryContent, within);
    },
    at: (url) => ({ ...record, central: url }),
  };
};
