import { makeSsiFramer } from '../ssi-framing.ts';
import { SSI_OPCODE, ssiPacket } from '../ssi-packet.ts';
import type { ScannerProfile } from './profile.ts';

/** Beep codes of the SSI programmer's guide: a low note and a high one; three short low ones. */
const LOW_HIGH = 0x17;
const THREE_SHORT_LOW = 0x07;

/** Zebra and Symbol in packets (SSI). */
export const zebraSsi: ScannerProfile = {
  id: 'zebra-ssi',
  usbVendors: [],
  makeFramer: makeSsiFramer,
  signals: {
    good: ssiPacket(SSI_OPCODE.beep, [LOW_HIGH]),
    bad: ssiPacket(SSI_OPCODE.beep, [THREE_SHORT_LOW]),
  },
  afterPacket: null,
};
