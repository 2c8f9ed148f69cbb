import { z } from 'zod';
import { err, ok, type Result } from '../../result.ts';
import { labelled, labelledText } from '../codec/canonical.ts';
import type { Signer, VerifySignature } from '../crypto/keys.ts';
import { type Instant, instant, type PublicKey, publicKey, signature } from '../ids.ts';

/** What central's keys are for; none serves two purposes. */
export const keyPurpose = z.enum(['manifest', 'time', 'receipt', 'pass', 'audit']);
export type KeyPurpose = z.infer<typeof keyPurpose>;

/** One of central's Ed25519 keys, good from `notBefore` until `notAfter`. */
export const centralKey = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,64}$/),
  purpose: keyPurpose,
  publicKey,
  notBefore: instant,
  notAfter: instant,
});
export type CentralKey = z.infer<typeof centralKey>;

/** Central's keys of the day, signed with its root key. */
export const keyList = z.strictObject({
  issued: instant,
  keys: z.array(centralKey).min(1).max(32),
});

/** A document with central's signature over its label and canonical form. */
export const signedDocument = z.strictObject({
  keyId: z.string().max(64),
  document: z.unknown(),
  signature,
});
export type SignedDocument = z.infer<typeof signedDocument>;

export type DocumentLabel =
  | 'root'
  | 'keys'
  | 'grant'
  | 'time'
  | 'manifest'
  | 'receipt'
  | 'release'
  | 'audit'
  | 'proof';

const bytesOf = (label: DocumentLabel, document: unknown): Uint8Array =>
  labelled(`kerbside/v1/${label}`, document);

/** Signs a document for one purpose. */
export const signDocument = (
  label: DocumentLabel,
  keyId: string,
  signer: Signer,
  document: unknown,
): SignedDocument => ({ keyId, document, signature: signer.sign(bytesOf(label, document)) });

/**
 * Signs a document whose canonical form (RFC 8785) is there already, and gives the JSON that travels:
 * nothing of it is read or written anew.
 */
export const signCanonical = (
  label: DocumentLabel,
  keyId: string,
  signer: Signer,
  canonical: string,
): string => {
  const signature = signer.sign(labelledText(`kerbside/v1/${label}`, canonical));
  return `{"keyId":${JSON.stringify(keyId)},"document":${canonical},"signature":"${signature}"}`;
};

/** `bad-signature`: not signed by a key that counts. `bad-document`: signed, but not of the form. */
export type DocumentProblem = 'bad-signature' | 'bad-document';

/** Opens a document with the key it must be signed by: first the signature, then the form. */
export const openDocument = <T>(
  label: DocumentLabel,
  schema: z.ZodType<T>,
  signed: SignedDocument,
  key: PublicKey,
  verify: VerifySignature,
): Result<T, DocumentProblem> => {
  if (!verify(key, bytesOf(label, signed.document), signed.signature)) return err('bad-signature');
  const parsed = schema.safeParse(signed.document);
  return parsed.success ? ok(parsed.data) : err('bad-document');
};

/**
 * Whether a list of keys comes in the place of the one that is known: it is the root's, and was issued
 * later. So an old list that somebody shows again changes nothing, whoever signed the rest of the answer.
 */
export const isNewerList = (
  { root, keys }: { readonly root: PublicKey; readonly keys: SignedDocument },
  given: SignedDocument,
  verify: VerifySignature,
): Result<boolean, DocumentProblem> => {
  const shown = openDocument('keys', keyList, given, root, verify);
  if (!shown.ok) return shown;
  const known = openDocument('keys', keyList, keys, root, verify);
  return ok(!known.ok || shown.value.issued > known.value.issued);
};

/** The public key of central's key `id`, if it is for this purpose and valid at this instant. */
export const findCentralKey = (
  keys: readonly CentralKey[],
  id: string,
  purpose: KeyPurpose,
  now: Instant,
): PublicKey | null =>
  keys.find(
    (key) => key.id === id && key.purpose === purpose && key.notBefore <= now && now < key.notAfter,
  )?.publicKey ?? null;
