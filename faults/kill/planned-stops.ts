import { sha256 } from '@noble/hashes/sha2.js';
import type { SealedDelivery } from '../../electron/testing/samples.ts';
import { manifestDelivery } from '../../shared/protocol/api/terminal.ts';
import { ALPHABET } from '../../shared/protocol/code/alphabet.ts';
import { type DeliveryCode, makeDeliveryCode } from '../../shared/protocol/code/delivery-code.ts';
import { toBase64url, utf8 } from '../../shared/protocol/codec/bytes.ts';
import type { Argon2id } from '../../shared/protocol/crypto/argon2id.ts';
import { sha256Of } from '../../shared/protocol/crypto/keys.ts';
import { sealCode } from '../../shared/protocol/schemes/sealed.ts';
import type { Customers } from './customers.ts';

const codeOf = (shortId: string): DeliveryCode =>
  makeDeliveryCode(sha256(utf8(`code ${shortId}`)).subarray(0, 9));
const overrideCodeOf = (shortId: string): DeliveryCode =>
  makeDeliveryCode(sha256(utf8(`override ${shortId}`)).subarray(0, 9));
/** Customers whose code follows from the delivery's short id. */
export const PLANNED: Customers = {
  learn: () => undefined,
  knows: () => true,
  codeOf,
  overrideCodeOf,
};

const hashOf = (text: string): Buffer => Buffer.from(sha256Of(utf8(text)), 'base64url');
const HOUR_MS = 3_600_000;
/** Every stop's route: one for each terminal, whichever it is. */
export const ROUTE = '00000000-0000-4000-8000-000000000014';

/** The nth stop of a terminal, still without the key that its code gives. */
export const planStop = (terminal: string, n: number, now: number): SealedDelivery => {
  const hash = hashOf(`stop ${terminal} ${n}`);
  const hex = hash.toString('hex');
  const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  const shortId = [...hash.subarray(26, 32)].map((byte) => ALPHABET[byte & 31]).join('');
  const verifier = {
    scheme: 'sealed',
    delivery: id,
    epoch: 1,
    // The least that a terminal takes: the campaign is about what stands around it.
    cost: { memoryKiB: 8_192, passes: 1, lanes: 1 },
    presenceKey: toBase64url(new Uint8Array(32)),
    notBefore: now - HOUR_MS,
    notAfter: now + 24 * HOUR_MS,
    attempts: 8,
  };
  return manifestDelivery.parse({
    type: 'delivery',
    id,
    shortId,
    route: ROUTE,
    position: n,
    customer: `Customer ${n}`,
    address: [`Bergmannstraße ${n}`, '10961 Berlin'],
    arrival: now,
    parcels: [`00340123450${String(hash.readUInt32BE(16)).padStart(10, '0')}`],
    epoch: 1,
    verifier: { ...verifier, purpose: 'hand-over', salt: toBase64url(hash.subarray(0, 16)) },
    token: null,
    override: { ...verifier, purpose: 'override', salt: toBase64url(hash.subarray(8, 24)) },
  }) as SealedDelivery;
};

/** Seals the customer's and the dispatcher's code into a stop, for the terminal of this pepper. */
export const sealStop = async (
  stop: SealedDelivery,
  pepper: Uint8Array,
  argon2id: Argon2id,
): Promise<SealedDelivery> => {
  const { shortId, verifier, override } = stop;
  const theirs = await sealCode(verifier, pepper, codeOf(shortId), argon2id);
  const dispatchers = await sealCode(override, pepper, overrideCodeOf(shortId), argon2id);
  return {
    ...stop,
    verifier: { ...verifier, presenceKey: theirs },
    override: { ...override, presenceKey: dispatchers },
  };
};
