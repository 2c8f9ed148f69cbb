import type { VerifySignature } from '../../shared/protocol/crypto/keys.ts';

/** Something that must be refused, by whichever verifier it is offered to. */
export type Offer = {
  readonly name: string;
  readonly accepts: (verify: VerifySignature) => boolean;
};
