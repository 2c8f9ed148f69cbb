import { utf8 } from '../../../shared/protocol/codec/bytes.ts';
import { makeFramer } from '../framing.ts';
import type { ScannerProfile } from './profile.ts';

/**
 * Honeywell and Metrologic. Host commands of the Xenon XP user's guide: `ESC 7,` is a good read,
 * `ESC 2,` the green LED for two seconds, `ESC 8,` the razz; the comma ends each.
 */
export const honeywell: ScannerProfile = {
  id: 'honeywell',
  usbVendors: ['0c2e'],
  makeFramer,
  signals: { good: utf8('\x1b7,\x1b2,'), bad: utf8('\x1b8,\x1b8,') },
  afterPacket: null,
};
