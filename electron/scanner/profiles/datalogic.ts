import { utf8 } from '../../../shared/protocol/codec/bytes.ts';
import { makeFramer } from '../framing.ts';
import type { ScannerProfile } from './profile.ts';

/**
 * Datalogic. Host commands of its RS-232 and USB-COM interfaces: `B` is the good read tone; `F`
 * (not on file) beeps three times and stops the scanner, which `E` lets go on.
 */
export const datalogic: ScannerProfile = {
  id: 'datalogic',
  usbVendors: ['05f9'],
  makeFramer,
  signals: { good: utf8('B'), bad: utf8('FE') },
  afterPacket: null,
};
