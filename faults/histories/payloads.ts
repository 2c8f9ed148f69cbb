import { aDelivery } from '../../electron/testing/samples.ts';
import { utf8 } from '../../shared/protocol/codec/bytes.ts';
import type { ParcelLabel } from '../../shared/protocol/ids.ts';
import type { Shown } from './commands/shown.ts';
import type { Input } from './present.ts';
import { idOf, type Stage } from './stage.ts';
import { codeOf, deliveryOf, passOf, tokenAt } from './what-central-makes.ts';

/** What is shown, as a scanner sends it and as it is typed, and what it then is to the model. */
export type Payload = {
  readonly bytes: Uint8Array;
  readonly symbology: string | null;
  readonly scanned: Input;
  readonly typed: Input;
};
const UNKNOWN = 99;
const UNREADABLE: Input = { is: 'unreadable' };

const onlyScanned = (bytes: Uint8Array, scanned: Input, symbology: string | null = null) => ({
  bytes,
  symbology,
  scanned,
  typed: UNREADABLE,
});
const foreign = (text: string): Payload => {
  const label = text as ParcelLabel;
  return onlyScanned(utf8(text), { is: 'label', of: null, label });
};

/** New bytes each time: what is scanned is wiped. */
export const payloadOf = ({ depot, world }: Stage, shown: Shown): Payload => {
  const first = codeOf(1, 1, 'hand-over');
  switch (shown.is) {
    case 'code': {
      const { customer, purpose, qr, older } = shown;
      const epoch = Math.max(1, depot.epochOf(customer) - older);
      const of = idOf(customer);
      const prefix = qr ? `KS1/${aDelivery(customer).shortId}/` : '';
      const bytes = Uint8Array.from([...utf8(prefix), ...codeOf(customer, epoch, purpose)]);
      const input: Input = { is: 'code', named: qr ? of : null, code: { of, epoch, purpose } };
      return { bytes, symbology: null, scanned: input, typed: input };
    }
    case 'linear': {
      const { customer } = shown;
      const epoch = Math.max(1, depot.epochOf(customer));
      const of = idOf(customer);
      const bytes = codeOf(customer, epoch, 'hand-over');
      const label = 'a linear symbol' as ParcelLabel;
      return {
        ...{ bytes, symbology: ']C0', scanned: { is: 'label', of: null, label } },
        typed: { is: 'code', named: null, code: { of, epoch, purpose: 'hand-over' } },
      };
    }
    case 'token': {
      const { digits } = tokenAt(world.truth, shown.ago);
      const label = 'digits' as ParcelLabel;
      return onlyScanned(digits, { is: 'label', of: null, label });
    }
    case 'pass': {
      const pass = passOf(shown);
      return onlyScanned(utf8(pass.text), { is: 'pass', pass });
    }
    case 'label': {
      const { id, parcels } = deliveryOf(shown.customer);
      const label = parcels[shown.parcel] as ParcelLabel;
      return onlyScanned(utf8(label), { is: 'label', of: id, label });
    }
    case 'unknown-label':
      return foreign('NOBODYS-PARCEL');
    case 'modem':
      return foreign('AT+GCAP');
    case 'unknown-qr': {
      const bytes = Uint8Array.from([...utf8('KS1/ZZZZZZ/'), ...first]);
      // The first customer's code, under another name.
      const code = { of: idOf(1), epoch: 1, purpose: 'hand-over' } as const;
      const input: Input = { is: 'code', named: idOf(UNKNOWN), code };
      return { bytes, symbology: null, scanned: input, typed: input };
    }
    case 'mistyped': {
      const bytes = first.map((byte, i) => (i === 9 ? (byte === 0x30 ? 0x31 : 0x30) : byte));
      const input: Input = { is: 'mistyped' };
      return { bytes, symbology: null, scanned: input, typed: input };
    }
    default:
      return onlyScanned(Uint8Array.of(1, 2, 255), UNREADABLE);
  }
};

/** What is typed at the door of a customer's token: one of its codes, or nothing of the kind. */
export const tokenTyped = ({ world }: Stage, shown: Shown, { scanned }: Payload): Input => {
  if (shown.is === 'token') {
    return { is: 'token', step: tokenAt(world.truth, shown.ago).step, as: null };
  }
  const isBare = shown.is !== 'code' || !shown.qr;
  const isCode = scanned.is === 'mistyped' || (scanned.is === 'code' && scanned.named === null);
  return { is: 'token', step: null, as: isBare && isCode ? scanned : null };
};
