import type { DeliveryCode } from '../../../shared/protocol/code/delivery-code.ts';
import { wipe } from '../../../shared/protocol/codec/bytes.ts';
import type { ScanInput } from '../../../shared/protocol/scan/scan-input.ts';

/** What comes to the door: a scan, or digits typed where the customer has a token. */
export type DoorScan = ScanInput | { readonly kind: 'token'; readonly digits: Uint8Array };

/** What is to be judged beside its input: the bytes that are wiped after. */
export type Secret =
  | { readonly kind: 'code'; readonly bytes: DeliveryCode }
  | { readonly kind: 'token' | 'pass'; readonly bytes: Uint8Array };

export const secretOf = (scan: DoorScan): Secret | null => {
  switch (scan.kind) {
    case 'code':
      return { kind: 'code', bytes: scan.code };
    case 'token':
      return { kind: 'token', bytes: scan.digits };
    case 'pass':
      return { kind: 'pass', bytes: scan.text };
    default:
      return null;
  }
};

export const wipeSecret = (secret: Secret | null): void => {
  if (secret !== null) wipe(secret.bytes);
};
