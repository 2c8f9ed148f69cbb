import type { EnrolledKeys } from '../../electron/app/ports/central.ts';
import { nativeArgon2id } from '../../electron/crypto/native-argon2id.ts';
import { makeNativeSigner } from '../../electron/crypto/native-keys.ts';
import { aDelivery } from '../../electron/testing/samples.ts';
import { keyList } from '../../shared/protocol/api/signed.ts';
import {
  type ManifestDelivery,
  type ManifestItem,
  manifestDelivery,
} from '../../shared/protocol/api/terminal.ts';
import { type DeliveryCode, makeDeliveryCode } from '../../shared/protocol/code/delivery-code.ts';
import { toBase64url, utf8 } from '../../shared/protocol/codec/bytes.ts';
import { badgeHash, formatBadge } from '../../shared/protocol/crew/badge.ts';
import type { Argon2id } from '../../shared/protocol/crypto/argon2id.ts';
import { derivePepper } from '../../shared/protocol/crypto/keys.ts';
import type {
  Instant,
  ParcelLabel,
  PublicKey,
  Random16,
  StaffId,
  TerminalId,
  TokenId,
} from '../../shared/protocol/ids.ts';
import type { Instructions } from '../../shared/protocol/instructions.ts';
import { NO_INSTRUCTIONS } from '../../shared/protocol/no-instructions.ts';
import { sealSeed } from '../../shared/protocol/schemes/oath/sealed-seed.ts';
import { totpCode } from '../../shared/protocol/schemes/oath/totp.ts';
import { type MadePass, makePass } from '../../shared/protocol/schemes/pass.ts';
import { sealCode } from '../../shared/protocol/schemes/sealed.ts';
import type { Purpose } from '../../shared/protocol/verdict.ts';
import { CODES, type Shown } from './commands/shown.ts';
import type { Pass } from './present.ts';

// What central makes for customers and staff, and what they then have in their hands. All of it is a
// pure function here, so that what was sealed in one history is known in the next.

export const TERMINAL = '00000000-0000-4000-8000-0000000000aa' as TerminalId;
export const DEPOT = '00000000-0000-4000-8000-0000000000dd';
const TOKEN = '00000000-0000-4000-8000-0000000000f0' as TokenId;
const seed = (n: number): Uint8Array => new Uint8Array(32).fill(n);
export const depotSecret = seed(31);
export const root = makeNativeSigner(seed(32));
const PURPOSES = ['manifest', 'time', 'receipt', 'pass'] as const;
export type Signs = (typeof PURPOSES)[number];
export const signers = Object.fromEntries(
  PURPOSES.map((purpose, i) => [purpose, makeNativeSigner(seed(33 + i))]),
) as Record<Signs, ReturnType<typeof makeNativeSigner>>;
const always = { notBefore: 1_000_000_000_000 as Instant, notAfter: 3_000_000_000_000 as Instant };
export const keys = keyList.parse({
  issued: 1_700_000_000_000,
  keys: PURPOSES.map((purpose) => ({
    ...{ id: `${purpose}-1`, purpose, publicKey: signers[purpose].publicKey },
    ...always,
  })),
});

/** The code of a customer's nth issue, or the dispatcher's; new memory, for it is wiped. */
export const codeOf = (stop: number, epoch: number, purpose: Purpose): DeliveryCode =>
  makeDeliveryCode(
    Uint8Array.from(
      { length: 9 },
      (_, i) => stop * 7 + epoch * 11 * i + (purpose === 'override' ? 5 : i),
    ),
  );

/** What a right code comes to, by salt: for the control that takes any code for the right one. */
const roots = new Map<string, Uint8Array>();
export const rightRootOf = (salt: Uint8Array): Uint8Array | undefined =>
  roots.get(toBase64url(salt))?.slice();
const noted: Argon2id = async (secret, salt, cost) => {
  const root = await nativeArgon2id(secret, salt, cost);
  // New memory, not a view: what was derived is wiped.
  roots.set(toBase64url(salt), new Uint8Array(root));
  return root;
};

const sealed = new Map<string, Promise<PublicKey>>();
const saltOf = (stop: number, epoch: number, purpose: Purpose): Random16 => {
  const salt = new Uint8Array(16).fill(purpose === 'override' ? 2 : 1);
  salt.set([stop, epoch]);
  return toBase64url(salt) as Random16;
};

const NAMES = ['A. Okafor', 'B. Fidi', 'C. Müller', 'D. Fidi-Okafor', 'E. Weiß', 'F. Okafor'];
/** The stop of which the depot says something, and that needs a scan of each parcel. */
const INSTRUCTED = 5;
const INSTRUCTIONS: Instructions = {
  ...NO_INSTRUCTIONS,
  note: 'Ring twice.',
  evidence: { signature: false, everyParcel: true },
};

/** Two parcels each, and a name. */
export const deliveryOf = (stop: number) => {
  const delivery = aDelivery(stop);
  const parcels = [0, 1].map(
    (n) => `3401234500${String(stop * 10 + n).padStart(8, '0')}` as ParcelLabel,
  );
  const said = stop === INSTRUCTED ? { instructions: INSTRUCTIONS } : {};
  return { ...delivery, customer: NAMES[stop - 1] ?? 'Nobody', parcels, ...said };
};

const SEED = utf8('12345678901234567890');
const STEP_SECONDS = 30;
/** What the token of customers shows at an instant, and which of its steps that is. */
export const tokenAt = (at: number, ago: number) => {
  const step = Math.floor(at / (STEP_SECONDS * 1_000)) - ago;
  return { step, digits: totpCode('SHA1', SEED, step, 8) };
};

type Window = {
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  readonly attempts: number;
};

/** One issue of a stop, as this terminal gets it. */
export const issueOf = async (
  own: EnrolledKeys,
  stop: number,
  epoch: number,
  window: Window,
): Promise<ManifestDelivery> => {
  const delivery = deliveryOf(stop);
  const pepper = derivePepper(depotSecret, own.agreementKey, TERMINAL);
  const one = async (purpose: Purpose) => {
    const { verifier } = delivery;
    const binding = { ...verifier, purpose, epoch: epoch as never };
    const salt = saltOf(stop, epoch, purpose);
    const code = codeOf(stop, epoch, purpose);
    const name = `${own.agreementKey} ${stop} ${epoch} ${purpose}`;
    const key = sealed.get(name) ?? sealCode({ ...binding, salt }, pepper, code, noted);
    sealed.set(name, key);
    return { ...binding, salt, presenceKey: await key, ...window };
  };
  const override = await one('override');
  if (stop <= CODES) {
    return { ...delivery, epoch: epoch as never, verifier: await one('hand-over'), override };
  }
  const nonce = new Uint8Array(24).fill(stop);
  const verifier = {
    ...{ scheme: 'totp', delivery: delivery.id, epoch, ...window, hash: 'SHA1', digits: 8 },
    ...{ stepSeconds: STEP_SECONDS, drift: 1, seed: sealSeed(SEED, pepper, delivery.id, nonce) },
  };
  const token = { id: TOKEN, next: 0 };
  return manifestDelivery.parse({ ...delivery, epoch, verifier, override, token });
};

const HOUR = 3_600_000;
const START = 1_800_000_000_000;
type ShownPass = Omit<Shown & { readonly is: 'pass' }, 'is'>;
const passes = new Map<string, MadePass>();

/** A customer's pass, and what it is to the model. Its epoch is of no code. */
export const passOf = ({ customer, nth, audience }: ShownPass): Pass & MadePass => {
  const name = `${customer} ${nth} ${audience}`;
  const opens = START + (nth === 0 ? -HOUR : HOUR);
  const once = new Uint8Array(16).fill(audience === 'depot' ? 7 : 8);
  once.set([customer, nth]);
  const says = {
    ...{ delivery: aDelivery(customer).id, epoch: (1_000 + nth) as never },
    once: toBase64url(once) as Random16,
    notBefore: opens as Instant,
    notAfter: (opens + (nth === 0 ? 30 * 24 : 5) * HOUR) as Instant,
    audience: {
      kind: 'depot' as const,
      depot: (audience === 'depot' ? DEPOT : DEPOT.replace(/d/g, 'c')) as never,
    },
    ...{ customer: `C-${customer}`, name: NAMES[customer - 1] ?? 'G. Gast', parcels: 1 },
    address: 'Bergmannstraße 27, 10961 Berlin',
  };
  const known = passes.get(name);
  const made = known ?? makePass(says, { id: 'pass-1', ...always }, signers.pass);
  const pass = 'ok' in made ? (made.ok ? made.value : null) : made;
  if (pass === null) throw new Error('central makes what is no pass');
  passes.set(name, pass);
  const { delivery: of, epoch, notBefore, notAfter } = says;
  const isForHere = audience === 'depot';
  return { ...pass, of, epoch, once: says.once, notBefore, notAfter, isForHere };
};

const secretOf = (who: number): Uint8Array => new Uint8Array(16).fill(60 + who);
export const staffIdOf = (who: number): StaffId =>
  `00000000-0000-4000-8000-0000000006${String(who).padStart(2, '0')}` as StaffId;
export const badgeOf = (who: number): Uint8Array => utf8(formatBadge(secretOf(who)));
/** The third is of IT; further ones are nobody's. */
export const IT = 3;
export const memberOf = (who: number): ManifestItem => ({
  ...{ type: 'staff', id: staffIdOf(who), number: who, name: `Person ${who}` },
  ...{ role: who === IT ? 'it' : 'driver', badge: badgeHash(secretOf(who)), pin: null },
});
