import { type Item, isInnerList, parseDictionary } from 'structured-headers';
import { z } from 'zod';
import { REQUEST_SIGNATURE } from '../../../shared/protocol/api/request-signature.ts';
import { type Random16, random16 } from '../../../shared/protocol/ids.ts';

/** The parameters of a request's signature, checked against the profile. */
export type SignatureParameters = {
  /** Seconds since 1970, as the terminal's clock has it. */
  readonly created: number;
  readonly nonce: Random16;
  readonly keyId: string;
};

const parameters = z.strictObject({
  created: z.int().min(0).max(9_999_999_999),
  nonce: random16,
  keyid: z.string().min(1).max(64),
  alg: z.literal(REQUEST_SIGNATURE.algorithm),
});

const isPlain = (item: Item, name: string): boolean => item[0] === name && item[1].size === 0;

/**
 * Reads a Signature-Input header (RFC 9421) that follows the profile exactly; null for any other.
 * The library would verify whatever a request says it signed, so what it says is checked first.
 */
export const readSignatureInput = (header: string | undefined): SignatureParameters | null => {
  if (header === undefined || header.length > 1_000) return null;
  try {
    const [first, ...rest] = parseDictionary(header);
    if (first === undefined || rest.length > 0) return null;
    const [label, input] = first;
    if (label !== REQUEST_SIGNATURE.label || !isInnerList(input)) return null;
    const [items, params] = input;
    const { components } = REQUEST_SIGNATURE;
    if (items.length !== components.length) return null;
    if (!components.every((name, i) => isPlain(items[i] as Item, name))) return null;
    const parsed = parameters.safeParse(Object.fromEntries(params));
    if (!parsed.success) return null;
    const { created, nonce, keyid } = parsed.data;
    return { created, nonce, keyId: keyid };
  } catch {
    return null;
  }
};
