import { makeSsiFramer } from '../ssi-framing.ts';
import type { ScannerProfile } from './profile.ts';
import { zebraSsi } from './zebra-ssi.ts';

/** Any scanner on a serial line whose make is not known. Nothing is sent to it, unless it sends packets. */
export const generic: ScannerProfile = {
  id: 'generic',
  usbVendors: [],
  makeFramer: makeSsiFramer,
  signals: { good: null, bad: null },
  afterPacket: zebraSsi,
};
