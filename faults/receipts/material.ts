import type { z } from 'zod';
import { aDelivery } from '../../electron/testing/samples.ts';
import {
  type DocumentLabel,
  keyList,
  type SignedDocument,
  signDocument,
} from '../../shared/protocol/api/signed.ts';
import { grant, manifestPage, receipt, timeStatement } from '../../shared/protocol/api/terminal.ts';
import { toBase64url } from '../../shared/protocol/codec/bytes.ts';
import {
  agreementKey,
  makeSigner,
  type Signer,
  sha256Of,
} from '../../shared/protocol/crypto/keys.ts';
import type { DriverId, Instant, PublicKey, TerminalId } from '../../shared/protocol/ids.ts';
import {
  EMPTY_LOG,
  type LogPosition,
  makeEntry,
  signPresence,
} from '../../shared/protocol/log/chain.ts';
import type { EntryContent, SignedEntry } from '../../shared/protocol/log/entry.ts';
import { NOTHING_PARTICULAR } from '../../shared/protocol/nothing-particular.ts';

import { makePassMaterial, type PassMaterial } from './passes.ts';

/** A log entry as it was made, with what it follows. */
export type Link = { readonly after: LogPosition; readonly signed: SignedEntry };

/** A document as central signed it. */
export type Paper = {
  readonly label: DocumentLabel;
  readonly schema: z.ZodType;
  readonly signed: SignedDocument;
  readonly key: PublicKey;
};

export type Material = {
  readonly terminal: TerminalId;
  readonly signer: Signer;
  /** The code's key: of every hand-over of this log. */
  readonly presence: Signer;
  /** Keys that have signed nothing here. */
  readonly strangers: readonly PublicKey[];
  readonly log: readonly Link[];
  readonly papers: readonly Paper[];
  readonly passes: PassMaterial;
};

const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const START = 1_800_000_000_000;
const hashOf = (n: number) => sha256Of(new Uint8Array([n]));

/** Everything genuine that the campaign changes: a log with hand-overs, and one paper a label. */
export const makeMaterial = (random: () => number): Material => {
  const bytes = (length: number) => Uint8Array.from({ length }, () => Math.floor(random() * 256));
  const newSigner = () => makeSigner(bytes(32));
  const signer = newSigner();
  const presence = newSigner();
  const terminal = uuid(9) as TerminalId;
  const driver = uuid(8) as DriverId;

  const log: Link[] = [];
  let after: LogPosition = EMPTY_LOG;
  const add = (content: (at: LogPosition) => EntryContent): void => {
    const made = makeEntry(after, contextAt(log.length), content(after), signer);
    log.push({ after, signed: made.signed });
    after = made.head;
  };
  const contextAt = (n: number) => ({
    terminal,
    driver: n % 2 === 0 ? driver : null,
    time: { at: (START + n * 60_000) as Instant, trust: 'central' as const },
  });
  const handOver = (n: number, purpose: 'hand-over' | 'override') => (at: LogPosition) => {
    const delivery = aDelivery(n);
    const claim = { delivery: delivery.id, epoch: delivery.epoch, purpose };
    const signed = signPresence(presence, contextAt(log.length), at, claim);
    return {
      kind: 'hand-over',
      ...claim,
      parcels: [...delivery.parcels],
      ...NOTHING_PARTICULAR,
      proof: { scheme: 'sealed', presence: signed },
    } satisfies EntryContent;
  };
  for (let round = 0; round < 4; round++) {
    add(() => ({ kind: 'clock', central: START as Instant, wall: (START + 1) as Instant }));
    add(() => ({ kind: 'pulled', cursor: 40 + round, items: 12, manifest: hashOf(round) }));
    add(() => ({
      kind: 'attempt',
      delivery: aDelivery(round).id,
      epoch: aDelivery(round).epoch,
      refusal: { reason: 'wrong-code', attemptsLeft: 4 },
      counted: 1,
    }));
    add(handOver(round * 2, 'hand-over'));
    add(handOver(round * 2 + 1, 'override'));
  }

  const root = newSigner();
  const central = newSigner();
  const key = (n: number, purpose: string) => ({
    id: `${purpose}-${n}`,
    purpose,
    publicKey: newSigner().publicKey,
    notBefore: START - 1_000,
    notAfter: START + 1_000,
  });
  const paper = (
    label: DocumentLabel,
    schema: z.ZodType,
    by: Signer,
    document: unknown,
  ): Paper => ({
    label,
    schema,
    signed: signDocument(label, `${label}-1`, by, schema.parse(document)),
    key: by.publicKey,
  });
  const papers = [
    paper('keys', keyList, root, {
      issued: START,
      keys: [key(1, 'manifest'), key(1, 'time'), key(2, 'receipt')],
    }),
    paper('grant', grant, central, {
      terminal,
      terminalName: 'Handheld 1',
      depot: uuid(7),
      depotName: 'Berlin South',
      depotAgreementKey: agreementKey(bytes(32)),
      signingKey: signer.publicKey,
      agreementKey: agreementKey(bytes(32)),
    }),
    paper('time', timeStatement, central, {
      terminal,
      nonce: toBase64url(bytes(16)),
      time: START,
    }),
    paper('manifest', manifestPage, central, {
      terminal,
      after: 3,
      cursor: 6,
      remaining: 1,
      items: [aDelivery(1), aDelivery(2), { type: 'withdrawn', delivery: uuid(3) }],
    }),
    paper('receipt', receipt, central, {
      terminal,
      acknowledged: 17,
      hash: sha256Of(bytes(4)),
    }),
  ];
  const strangers = Array.from({ length: 4 }, () => newSigner().publicKey);
  const passes = makePassMaterial(random);
  return { terminal, signer, presence, strangers, log, papers, passes };
};
