import { createHmac, randomBytes } from 'node:crypto';
import {
  type DeliveryCode,
  makeDeliveryCode,
} from '../../../shared/protocol/code/delivery-code.ts';
import { toBase64url, wipe } from '../../../shared/protocol/codec/bytes.ts';
import type { DeliveryId, Epoch, PublicKey, Random16 } from '../../../shared/protocol/ids.ts';
import { sealCode } from '../../../shared/protocol/schemes/sealed.ts';
import type { Purpose } from '../../../shared/protocol/verdict.ts';
import { seal, unseal } from '../keys/seal.ts';
import type { Ports } from '../ports.ts';

/** A new code in the three forms that central keeps; the code itself is gone. */
export type SealedCode = {
  readonly salt: Random16;
  /** What the terminal compares with. */
  readonly presenceKey: PublicKey;
  /** By which active codes are told apart. */
  readonly hmac: Buffer;
  /** The code under the code-sealing key, for its SMS or for the dispatcher. */
  readonly sealed: Buffer;
};

/** What a waiting code is bound to: its issue, and which of the issue's two codes it is. */
const bindingOf = (issue: string, purpose: Purpose): string =>
  purpose === 'override'
    ? `kerbside/v1/waiting-code/${issue}/override`
    : `kerbside/v1/waiting-code/${issue}`;

/** By which codes are told apart without being kept. */
export const hmacOfCode = (
  { issuing }: Pick<Ports['keys'], 'issuing'>,
  code: DeliveryCode,
): Buffer => createHmac('sha256', issuing).update(code).digest();

/** Makes a code from 45 random bits and seals it for one terminal and one purpose. */
export const makeSealedCode = async (
  { keys, cost, argon2id, random }: Pick<Ports, 'keys' | 'cost' | 'argon2id' | 'random'>,
  issue: { readonly id: string; readonly delivery: DeliveryId; readonly epoch: Epoch },
  purpose: Purpose,
  pepper: Uint8Array,
): Promise<SealedCode> => {
  const bytes = random(9);
  const code = makeDeliveryCode(bytes);
  wipe(bytes);
  try {
    const salt = toBase64url(randomBytes(16)) as Random16;
    const { id, delivery, epoch } = issue;
    const binding = { purpose, delivery, epoch, salt, cost } as const;
    const presenceKey = await sealCode(binding, pepper, code, argon2id);
    const hmac = hmacOfCode(keys, code);
    return {
      salt,
      presenceKey,
      hmac,
      sealed: seal(keys.codeSealing, bindingOf(id, purpose), code),
    };
  } finally {
    wipe(code);
  }
};

/** Opens a code that waits for its SMS or for the dispatcher; the caller wipes it. */
export const openSealedCode = (
  { keys }: Pick<Ports, 'keys'>,
  issue: string,
  purpose: Purpose,
  sealed: Uint8Array,
): Uint8Array => {
  const code = unseal(keys.codeSealing, bindingOf(issue, purpose), sealed);
  if (code === null) throw new Error(`the waiting ${purpose} code of issue ${issue} does not open`);
  return code;
};
