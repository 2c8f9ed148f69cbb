import { concatBytes } from '@noble/hashes/utils.js';
import { equalBytes, fromBase64url, toBase64url, utf8 } from '../codec/bytes.ts';
import { type Cbor, decodeCbor, encodeCbor } from '../codec/cbor.ts';
import type { Signature } from '../ids.ts';
import type { Signer } from './keys.ts';

/** The tag of a COSE_Sign1 (RFC 9052, section 4.2), as its one byte. */
const TAG = 0xd2;
/** Header parameters (RFC 9052, section 3.1) and the algorithm EdDSA (RFC 9053, section 2.2). */
const ALGORITHM = 1;
const KEY_ID = 4;
const EDDSA = -8;

const protectedHeader = (keyId: Uint8Array): Uint8Array =>
  encodeCbor(
    new Map<number, Cbor>([
      [ALGORITHM, EDDSA],
      [KEY_ID, keyId],
    ]),
  );

/** The bytes that are signed: Sig_structure of RFC 9052, section 4.4. */
const signatureStructure = (header: Uint8Array, label: string, payload: Uint8Array): Uint8Array =>
  encodeCbor(['Signature1', header, utf8(label), payload]);

/**
 * Signs a payload as a tagged COSE_Sign1 with EdDSA. The protected header has the algorithm and the
 * key's id, the unprotected one nothing; the label is the external_aad.
 */
export const signCose = (
  label: `kerbside/v1/${string}`,
  keyId: string,
  signer: Signer,
  payload: Uint8Array,
): Uint8Array => {
  const header = protectedHeader(utf8(keyId));
  const signature = fromBase64url(signer.sign(signatureStructure(header, label, payload)));
  return concatBytes(
    new Uint8Array([TAG]),
    encodeCbor([header, new Map<number, Cbor>(), payload, signature]),
  );
};

/** A message that was read but not believed yet. */
export type CoseSign1 = {
  /** The bytes of the key's id, whatever they are. */
  readonly keyId: Uint8Array;
  readonly payload: Uint8Array;
  readonly signature: Signature;
  /** What the signature must be over. */
  readonly signed: Uint8Array;
};

/**
 * Reads a COSE_Sign1 as `signCose` writes it, and no other: another algorithm, any further header
 * (critical or not), a detached payload or another encoding of the same gives null.
 */
export const readCose = (label: `kerbside/v1/${string}`, bytes: Uint8Array): CoseSign1 | null => {
  if (bytes[0] !== TAG) return null;
  const message = decodeCbor(bytes.subarray(1));
  if (!Array.isArray(message) || message.length !== 4) return null;
  const [header, unprotected, payload, signature] = message as readonly Cbor[];
  if (!(header instanceof Uint8Array) || !(unprotected instanceof Map)) return null;
  if (!(payload instanceof Uint8Array) || !(signature instanceof Uint8Array)) return null;
  if (unprotected.size !== 0 || signature.length !== 64) return null;
  const headerMap = decodeCbor(header);
  if (!(headerMap instanceof Map)) return null;
  const keyId = headerMap.get(KEY_ID);
  // Comparing with the one header that could be meant leaves no room for another.
  if (!(keyId instanceof Uint8Array) || !equalBytes(header, protectedHeader(keyId))) return null;
  return {
    keyId,
    payload,
    signature: toBase64url(signature) as Signature,
    signed: signatureStructure(header, label, payload),
  };
};
