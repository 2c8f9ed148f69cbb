import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

// Certificates (X.509, RFC 5280) for tests: Node.js reads them, and makes none.

const der = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts);
  const { length } = body;
  const head =
    length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...head]), body]);
};
const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const TRUE = der(0x01, Buffer.from([0xff]));
const COMMON_NAME = oid('550403');
const ECDSA_SHA256 = sequence(oid('2a8648ce3d040302'));

const nameOf = (name: string): Buffer =>
  sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(name)))));
const timeOf = (at: number): Buffer =>
  der(0x18, Buffer.from(`${new Date(at).toISOString().replace(/[-:T]|\.\d+/g, '')}`));
const extension = (id: Buffer, critical: boolean, value: Buffer): Buffer =>
  sequence(id, ...(critical ? [TRUE] : []), der(0x04, value));

/** Who signs certificates. */
export type Authority = { readonly name: string; readonly key: KeyObject; readonly pem: string };
/** What a TLS server takes. */
export type ServerCertificate = { readonly cert: string; readonly key: string };

type Asked = {
  readonly name: string;
  readonly publicKey: KeyObject;
  readonly issuer: string;
  readonly signer: KeyObject;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly extension: Buffer;
};
const certificate = (asked: Asked): string => {
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1]), randomBytes(8)),
    ECDSA_SHA256,
    nameOf(asked.issuer),
    sequence(timeOf(asked.notBefore), timeOf(asked.notAfter)),
    nameOf(asked.name),
    asked.publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(asked.extension)),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', body, asked.signer));
  const text = sequence(body, ECDSA_SHA256, signature).toString('base64');
  const lines = text.match(/.{1,64}/g)?.join('\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
};

const HOUR_MS = 3_600_000;
const newKeys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** Makes a company's own authority. */
export const makeAuthority = (name: string): Authority => {
  const { publicKey, privateKey } = newKeys();
  const pem = certificate({
    name,
    publicKey,
    issuer: name,
    signer: privateKey,
    notBefore: Date.now() - 100 * HOUR_MS,
    notAfter: Date.now() + 100 * HOUR_MS,
    extension: extension(oid('551d13'), true, sequence(TRUE)),
  });
  return { name, key: privateKey, pem };
};

/** Has a server's certificate signed, for a name; from and until in hours from now. */
export const signServer = (
  { name: issuer, key: signer }: Authority,
  host: string,
  [from, until]: readonly [number, number] = [-1, 1],
): ServerCertificate => {
  const { publicKey, privateKey } = newKeys();
  const cert = certificate({
    name: host,
    publicKey,
    issuer,
    signer,
    notBefore: Date.now() + from * HOUR_MS,
    notAfter: Date.now() + until * HOUR_MS,
    extension: extension(oid('551d11'), false, sequence(der(0x82, Buffer.from(host)))),
  });
  return { cert, key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
};
