import { makeSsiFramer } from '../ssi-framing.ts';
import type { ScannerProfile } from './profile.ts';
import { zebraSsi } from './zebra-ssi.ts';

/** Zebra and Symbol as a plain serial line. It beeps on BEL, and knows no other signal. */
export const zebra: ScannerProfile = {
  id: 'zebra',
  usbVendors: ['05e0'],
  makeFramer: makeSsiFramer,
  signals: { good: null, bad: Uint8Array.of(0x07) },
  afterPacket: zebraSsi,
};
