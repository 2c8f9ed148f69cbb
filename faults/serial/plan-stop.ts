import type { SealedDelivery } from '../../electron/testing/samples.ts';
import { manifestDelivery } from '../../shared/protocol/api/terminal.ts';
import { ALPHABET } from '../../shared/protocol/code/alphabet.ts';
import { toBase64url, utf8 } from '../../shared/protocol/codec/bytes.ts';
import { sha256Of } from '../../shared/protocol/crypto/keys.ts';

const hashOf = (text: string): Buffer => Buffer.from(sha256Of(utf8(text)), 'base64url');
const HOUR_MS = 3_600_000;
/** The route of all these stops. */
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
