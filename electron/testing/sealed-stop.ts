import type { ManifestDelivery } from '../../shared/api/terminal.ts';
import type { DeliveryCode } from '../../shared/code/delivery-code.ts';
import { makeDeliveryCode } from '../../shared/code/delivery-code.ts';
import { portableArgon2id } from '../../shared/crypto/argon2id.ts';
import { sealCode } from '../../shared/schemes/sealed.ts';
import { aDelivery } from './samples.ts';

export const PEPPER = new Uint8Array(32).fill(11);

/** The code of the nth customer; a new one each time, for it is wiped after use. */
export const codeOf = (n: number): DeliveryCode =>
  makeDeliveryCode(Uint8Array.from({ length: 9 }, (_, i) => (n * 7 + i) & 31));

/** The nth delivery, really sealed with the nth customer's code for the terminal of `PEPPER`. */
export const sealedStop = async (n: number): Promise<ManifestDelivery> => {
  const delivery = aDelivery(n);
  const { verifier } = delivery;
  const presenceKey = await sealCode(verifier, PEPPER, codeOf(n), portableArgon2id);
  return { ...delivery, verifier: { ...verifier, presenceKey } };
};
