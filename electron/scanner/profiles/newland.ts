import { makeFramer } from '../framing.ts';
import type { ScannerProfile } from './profile.ts';

/** Newland. Its serial commands are settings; none is a signal that it gives once. */
export const newland: ScannerProfile = {
  id: 'newland',
  usbVendors: ['1eab'],
  makeFramer,
  signals: { good: null, bad: null },
  afterPacket: null,
};
