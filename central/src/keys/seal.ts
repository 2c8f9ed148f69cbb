import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { utf8 } from '../../../shared/protocol/codec/bytes.ts';

const NONCE = 12;
const TAG = 16;

/**
 * AES-256-GCM with a random nonce: nonce, ciphertext, tag. What is sealed is bound to what it is
 * for (`kerbside/v1/…`), so that a value moved to another row or purpose does not open.
 */
export const seal = (key: Uint8Array, purpose: string, plain: Uint8Array): Buffer => {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(utf8(purpose));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
};

/** Opens what `seal` made; null if the key or the purpose is another, or a byte was changed. */
export const unseal = (key: Uint8Array, purpose: string, sealed: Uint8Array): Uint8Array | null => {
  if (sealed.length < NONCE + TAG) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE));
  decipher.setAAD(utf8(purpose));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
  try {
    const plain = decipher.update(sealed.subarray(NONCE, sealed.length - TAG));
    return new Uint8Array(Buffer.concat([plain, decipher.final()]));
  } catch {
    return null;
  }
};
