import { decode, encode } from 'cborg';
import type { Input, Output, VectorFunction } from '../vector.ts';
import { b64url, fromB64url, hex, hkdf, publicOf, signWith, verifies } from './primitives.ts';

const CHARACTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

/** RFC 9285, section 4, by division. */
const encode45 = (bytes: Uint8Array): string => {
  let text = '';
  for (let i = 0; i < bytes.length; i += 2) {
    const [a = 0, b] = bytes.subarray(i, i + 2);
    const n = b === undefined ? a : a * 256 + b;
    const digits = [n % 45, Math.floor(n / 45) % 45, Math.floor(n / 2025)];
    text += digits
      .slice(0, b === undefined ? 2 : 3)
      .map((d) => CHARACTERS[d])
      .join('');
  }
  return text;
};
/** Reads by writing: a text is what its bytes are written as. */
const decode45 = (text: string): Buffer | null => {
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i += 3) {
    const digits = [...text.slice(i, i + 3)].map((c) => CHARACTERS.indexOf(c));
    const n = digits.reduceRight((sum, d) => sum * 45 + d, 0);
    bytes.push(...(digits.length === 3 ? [(n >> 8) & 0xff, n & 0xff] : [n & 0xff]));
  }
  const read = Buffer.from(bytes);
  return encode45(read) === text ? read : null;
};

const cbor = (value: unknown): Buffer => Buffer.from(encode(value));
/** Reads with cborg, and takes only what cborg would write. */
const readCbor = (bytes: Uint8Array): unknown => {
  try {
    const value = decode(bytes, { useMaps: true, strict: true, rejectDuplicateMapKeys: true });
    return cbor(value).equals(bytes) ? value : undefined;
  } catch {
    return undefined;
  }
};

const uuidBytes = (uuid: unknown): Buffer => hex(String(uuid).replaceAll('-', ''));
const audienceOf = (audience: Input): unknown[] => {
  if (audience['kind'] === 'terminal') return [0, uuidBytes(audience['terminal'])];
  const depot = uuidBytes(audience['depot']);
  return audience['kind'] === 'route' ? [1, depot, audience['route']] : [2, depot];
};
const payloadOf = (pass: Input): Buffer =>
  cbor(
    new Map<number, unknown>([
      [1, uuidBytes(pass['delivery'])],
      [2, pass['epoch']],
      [3, fromB64url(pass['once'])],
      [4, Number(pass['notBefore']) / 1_000],
      [5, Number(pass['notAfter']) / 1_000],
      [6, audienceOf(pass['audience'] as Input)],
      [7, pass['customer']],
      [8, pass['name']],
      [9, pass['address']],
      [10, pass['parcels']],
    ]),
  );

const presenceKey = (message: Buffer, once: Buffer): string => {
  const seed = hkdf(message, once, Buffer.from('kerbside/v1/pass-presence'));
  return b64url(publicOf('ed25519', seed));
};

const make = (input: Input): Output => {
  const pass = input['pass'] as Input;
  const key = input['key'] as Input;
  if (
    Number(pass['notBefore']) < Number(key['notBefore']) ||
    Number(pass['notAfter']) > Number(key['notAfter'])
  ) {
    return { error: 'outlives-key' };
  }
  const header = cbor(
    new Map<number, unknown>([
      [1, -8],
      [4, Buffer.from(String(key['id']))],
    ]),
  );
  const payload = payloadOf(pass);
  const signed = cbor(['Signature1', header, Buffer.from('kerbside/v1/pass'), payload]);
  const signature = signWith(hex(input['seed']), signed);
  const message = Buffer.concat([hex('d2'), cbor([header, new Map(), payload, signature])]);
  const text = `KP1:${encode45(message)}`;
  if (text.length > 1_024) return { error: 'too-long' };
  return { text, presenceKey: presenceKey(message, fromB64url(pass['once'])) };
};

const uuidOf = (bytes: unknown): string =>
  Buffer.from(bytes as Uint8Array)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** What a rightly signed payload says; the vectors with a bad one are told by their schema alone. */
const says = (payload: Uint8Array): Input | undefined => {
  const map = readCbor(payload);
  if (!(map instanceof Map) || [...map.keys()].join() !== '1,2,3,4,5,6,7,8,9,10') return undefined;
  const [tag, id, route] = map.get(6) as unknown[];
  const audience = [
    { kind: 'terminal', terminal: uuidOf(id) },
    { kind: 'route', depot: uuidOf(id), route },
    { kind: 'depot', depot: uuidOf(id) },
  ][Number(tag)];
  const pass = {
    delivery: uuidOf(map.get(1)),
    epoch: map.get(2),
    once: b64url(map.get(3) as Uint8Array),
    notBefore: Number(map.get(4)) * 1_000,
    notAfter: Number(map.get(5)) * 1_000,
    audience: audience as Input,
    customer: map.get(7),
    name: map.get(8),
    address: map.get(9),
    parcels: map.get(10),
  };
  return pass;
};

const readMessage = (message: Buffer) => {
  const parts = message[0] === 0xd2 ? readCbor(message.subarray(1)) : undefined;
  if (!Array.isArray(parts) || parts.length !== 4) return undefined;
  const [header, unprotected, payload, signature] = parts as unknown[];
  if (!(header instanceof Uint8Array) || !(payload instanceof Uint8Array)) return undefined;
  if (!(unprotected instanceof Map) || unprotected.size > 0) return undefined;
  if (!(signature instanceof Uint8Array) || signature.length !== 64) return undefined;
  const map = readCbor(header);
  if (!(map instanceof Map) || map.size !== 2 || map.get(1) !== -8) return undefined;
  const kid = map.get(4);
  return kid instanceof Uint8Array ? { header, kid, payload, signature } : undefined;
};

const open = (input: Input): Output => {
  const text = String(input['text']);
  const unreadable = { error: 'unreadable' };
  if (!/^KP1:[0-9A-Z $%*+\-./:]{1,1020}$/.test(text)) return unreadable;
  const message = decode45(text.slice(4));
  const read = message === null ? undefined : readMessage(message);
  if (message === null || read === undefined) return unreadable;

  const now = Number(input['now']);
  const id = Buffer.from(read.kid).toString('latin1');
  const key = (input['keys'] as Input[]).find(
    (k) =>
      k['id'] === id &&
      k['purpose'] === 'pass' &&
      Number(k['notBefore']) <= now &&
      now < Number(k['notAfter']),
  );
  if (key === undefined) return { error: 'unknown-key' };
  const signed = cbor(['Signature1', read.header, Buffer.from('kerbside/v1/pass'), read.payload]);
  if (!verifies(fromB64url(key['publicKey']), signed, read.signature)) {
    return { error: 'bad-signature' };
  }
  const pass = says(read.payload);
  if (pass === undefined) return unreadable;
  const here = input['here'] as Input;
  const to = pass['audience'] as Input;
  const isHere =
    to['kind'] === 'terminal'
      ? to['terminal'] === here['terminal']
      : to['depot'] === here['depot'] &&
        (to['kind'] === 'depot' || (here['routes'] as unknown[]).includes(to['route']));
  if (!isHere) return { error: 'not-for-this-terminal' };
  if (now < Number(pass['notBefore'])) return { error: 'not-yet-valid', from: pass['notBefore'] };
  if (now >= Number(pass['notAfter'])) return { error: 'expired', since: pass['notAfter'] };
  return { pass, presenceKey: presenceKey(message, fromB64url(pass['once'])) };
};

/** Passes once more, with another reader and writer of CBOR. */
export const PASSES: Readonly<Record<string, VectorFunction>> = {
  'base45-encode': (input) => ({ text: encode45(hex(input['bytes'])) }),
  'base45-decode': (input) => {
    const bytes = decode45(String(input['text']));
    return bytes === null ? { error: 'not-base45' } : { bytes: bytes.toString('hex') };
  },
  'make-pass': make,
  'open-pass': open,
};
