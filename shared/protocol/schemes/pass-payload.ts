import { z } from 'zod';
import { fromBase64url, fromHex, toBase64url, toHex } from '../codec/bytes.ts';
import { type Cbor, type CborMap, decodeCbor, encodeCbor } from '../codec/cbor.ts';
import { deliveryId, depotId, epoch, instant, random16, terminalId } from '../ids.ts';
import { shownLine } from './shown-line.ts';

/** An instant that a pass can hold: a whole second. */
const second = instant.refine((at) => at % 1_000 === 0, 'not a whole second');

/** Who may take a pass: one terminal, who drives one route of one depot, or any terminal there. */
const audience = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('terminal'), terminal: terminalId }),
  z.strictObject({ kind: z.literal('route'), depot: depotId, route: shownLine(120) }),
  z.strictObject({ kind: z.literal('depot'), depot: depotId }),
]);

/** What a signed pass says. */
export const pass = z
  .strictObject({
    delivery: deliveryId,
    /** Counts the issues for this delivery, codes and passes alike. */
    epoch,
    /** Names this pass, so that it is used once. */
    once: random16,
    /** First instant at which it is good, and first instant at which it no longer is. */
    notBefore: second,
    notAfter: second,
    audience,
    /** How the sender of the parcels calls the customer. */
    customer: shownLine(40),
    name: shownLine(120),
    address: shownLine(200),
    parcels: z.int().min(1).max(500),
  })
  .refine((says) => says.notBefore < says.notAfter, 'validity ends before it begins');
export type Pass = z.infer<typeof pass>;

/** The keys of the payload's map. */
const KEY = {
  delivery: 1,
  epoch: 2,
  once: 3,
  notBefore: 4,
  notAfter: 5,
  audience: 6,
  customer: 7,
  name: 8,
  address: 9,
  parcels: 10,
} as const;

const uuidBytes = (uuid: string): Uint8Array => fromHex(uuid.replaceAll('-', ''));
const uuidOf = (bytes: Cbor | undefined): string | undefined =>
  bytes instanceof Uint8Array
    ? // Of another length than 16 bytes it is no UUID, and the schema tells.
      toHex(bytes).replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
    : undefined;

const audienceItem = (to: Pass['audience']): Cbor => {
  if (to.kind === 'terminal') return [0, uuidBytes(to.terminal)];
  if (to.kind === 'route') return [1, uuidBytes(to.depot), to.route];
  return [2, uuidBytes(to.depot)];
};

/** What an audience item says, for the schema to judge. */
const audienceOf = (item: Cbor | undefined): unknown => {
  if (!Array.isArray(item)) return undefined;
  const [tag, id, route] = item as readonly Cbor[];
  if (tag === 0 && item.length === 2) return { kind: 'terminal', terminal: uuidOf(id) };
  if (tag === 1 && item.length === 3) return { kind: 'route', depot: uuidOf(id), route };
  return tag === 2 && item.length === 2 ? { kind: 'depot', depot: uuidOf(id) } : undefined;
};

const millisecondsOf = (seconds: Cbor | undefined): unknown =>
  typeof seconds === 'number' ? seconds * 1_000 : undefined;

/** The payload of a pass: one CBOR map in the deterministic encoding. */
export const encodePassPayload = (says: Pass): Uint8Array =>
  encodeCbor(
    new Map<number, Cbor>([
      [KEY.delivery, uuidBytes(says.delivery)],
      [KEY.epoch, says.epoch],
      [KEY.once, fromBase64url(says.once)],
      [KEY.notBefore, says.notBefore / 1_000],
      [KEY.notAfter, says.notAfter / 1_000],
      [KEY.audience, audienceItem(says.audience)],
      [KEY.customer, says.customer],
      [KEY.name, says.name],
      [KEY.address, says.address],
      [KEY.parcels, says.parcels],
    ]),
  );

const plain = (map: CborMap): unknown => {
  const once = map.get(KEY.once);
  return {
    delivery: uuidOf(map.get(KEY.delivery)),
    epoch: map.get(KEY.epoch),
    once: once instanceof Uint8Array ? toBase64url(once) : undefined,
    notBefore: millisecondsOf(map.get(KEY.notBefore)),
    notAfter: millisecondsOf(map.get(KEY.notAfter)),
    audience: audienceOf(map.get(KEY.audience)),
    customer: map.get(KEY.customer),
    name: map.get(KEY.name),
    address: map.get(KEY.address),
    parcels: map.get(KEY.parcels),
  };
};

/** Reads a payload: every key that there is and no other, each within its bounds; null if not. */
export const decodePassPayload = (bytes: Uint8Array): Pass | null => {
  const map = decodeCbor(bytes);
  if (!(map instanceof Map) || map.size !== Object.keys(KEY).length) return null;
  const parsed = pass.safeParse(plain(map));
  return parsed.success ? parsed.data : null;
};
