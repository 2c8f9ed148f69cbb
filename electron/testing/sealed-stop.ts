import type { DeliveryCode } from '../../shared/protocol/code/delivery-code.ts';
import { makeDeliveryCode } from '../../shared/protocol/code/delivery-code.ts';
import { portableArgon2id } from '../../shared/protocol/crypto/argon2id.ts';
import { type SealedVerifier, sealCode } from '../../shared/protocol/schemes/sealed.ts';
import { aDelivery, type SealedDelivery } from './samples.ts';

export const PEPPER = new Uint8Array(32).fill(11);

/** The code of the nth customer; a new one each time, for it is wiped after use. */
export const codeOf = (n: number): DeliveryCode =>
  makeDeliveryCode(Uint8Array.from({ length: 9 }, (_, i) => (n * 7 + i) & 31));

/** The dispatcher's code for the nth delivery. */
export const overrideOf = (n: number): DeliveryCode => codeOf(n + 100);

/** The nth delivery, really sealed for the terminal of `PEPPER` with the two codes above. */
export const sealedStop = async (n: number): Promise<SealedDelivery> => {
  const delivery = aDelivery(n);
  const { verifier, override } = delivery;
  const seal = async (sealed: SealedVerifier, code: DeliveryCode): Promise<SealedVerifier> => ({
    ...sealed,
    presenceKey: await sealCode(sealed, PEPPER, code, portableArgon2id),
  });
  return {
    ...delivery,
    verifier: await seal(verifier, codeOf(n)),
    override: await seal(override, overrideOf(n)),
  };
};
