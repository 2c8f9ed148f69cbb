import { signedDocument } from '../../shared/protocol/api/signed.ts';
import {
  grant,
  type ManifestDelivery,
  type ManifestItem,
  manifestDelivery,
  manifestItem,
} from '../../shared/protocol/api/terminal.ts';
import { toBase64url, utf8 } from '../../shared/protocol/codec/bytes.ts';
import { type Signer, sha256Of } from '../../shared/protocol/crypto/keys.ts';
import { type ParcelLabel, type PublicKey, terminalId } from '../../shared/protocol/ids.ts';
import type { LogHead } from '../../shared/protocol/log/chain.ts';
import { type SignedEntry, signedEntry } from '../../shared/protocol/log/entry.ts';
import { NOTHING_PARTICULAR } from '../../shared/protocol/nothing-particular.ts';

import type { SealedVerifier } from '../../shared/protocol/schemes/sealed.ts';
import type { Said } from '../app/door/accept.ts';
import type { TerminalRecord } from '../app/ports/central.ts';

/** Well-formed things for tests that do not care what is in them. */
const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const filled = (length: number, value: number): string =>
  toBase64url(new Uint8Array(length).fill(value));

const aVerifier = (n: number, purpose: string) => ({
  scheme: 'sealed',
  purpose,
  delivery: uuid(n),
  epoch: 1,
  salt: filled(16, 1),
  cost: { memoryKiB: 8_192, passes: 1, lanes: 1 },
  presenceKey: filled(32, 2),
  notBefore: 1_799_990_000_000,
  notAfter: 1_800_010_000_000,
  attempts: 5,
});

/** A delivery whose customer has a code. */
export type SealedDelivery = ManifestDelivery & { readonly verifier: SealedVerifier };

export const aDelivery = (n = 1): SealedDelivery =>
  manifestDelivery.parse({
    type: 'delivery',
    id: uuid(n),
    shortId: n < 1_000 ? `4F7${String(n).padStart(3, '0')}` : String(n).padStart(6, 'A'),
    route: uuid(500),
    position: n + 1,
    customer: 'R. Okafor',
    address: ['Bergmannstraße 27', '10961 Berlin'],
    arrival: 1_800_000_000_000,
    parcels: [`3401234500${String(n).padStart(8, '0')}`],
    epoch: 1,
    verifier: aVerifier(n, 'hand-over'),
    token: null,
    override: aVerifier(n, 'override'),
  }) as SealedDelivery;

/** The route of all these deliveries, on the day of their arrival. */
export const aRoute = (more: object = {}): ManifestItem =>
  manifestItem.parse({
    type: 'route',
    id: uuid(500),
    name: '14',
    day: '2027-01-15',
    driver: { id: uuid(600), name: 'Dora' },
    ...more,
  });

/** The terminal whose enrolment `aRecord` is. */
export const TERMINAL = terminalId.parse(uuid(700));

/** What a terminal keeps of its enrolment at a central that nobody reaches. */
export const aRecord = ({
  signer,
  agreementKey,
  depotAgreementKey,
}: {
  readonly signer: Signer;
  readonly agreementKey: PublicKey;
  readonly depotAgreementKey: PublicKey;
}): TerminalRecord => ({
  grant: grant.parse({
    terminal: TERMINAL,
    terminalName: 'Handheld 1',
    depot: uuid(800),
    depotName: 'South',
    depotAgreementKey,
    signingKey: signer.publicKey,
    agreementKey,
  }),
  central: 'https://central.example',
  root: signer.publicKey,
  keys: signedDocument.parse({
    keyId: 'root',
    document: {},
    signature: signer.sign(new Uint8Array(0)),
  }),
});

/** What a driver has said who says nothing and scanned these labels. */
export const saidNothing = (parcels: readonly ParcelLabel[] = []): Said => ({
  ...NOTHING_PARTICULAR,
  parcels,
});

export const aHead = (sequence: number): LogHead =>
  ({ sequence, hash: sha256Of(utf8(`head ${sequence}`)) }) as LogHead;

export const anEntry = (sequence: number): SignedEntry =>
  signedEntry.parse({
    entry: {
      version: 1,
      terminal: uuid(9),
      sequence,
      previous: null,
      time: { at: 1_800_000_000_000, trust: 'wall' },
      driver: null,
      content: { kind: 'pulled', cursor: 1, items: 1, manifest: filled(32, 4) },
    },
    signature: filled(64, 3),
  });
