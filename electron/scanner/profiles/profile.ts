import type { Framer } from '../framing.ts';

/** What the scanner itself says after the verdict, with its beeper and LED. */
export type Signal = 'good' | 'bad';

export type ProfileId = 'honeywell' | 'zebra' | 'zebra-ssi' | 'datalogic' | 'newland' | 'generic';

/** How one make of scanner talks. What a symbol is, each of them says by its AIM identifier. */
export type ScannerProfile = {
  readonly id: ProfileId;
  /** USB vendor ids, four lower-case hexadecimal digits. */
  readonly usbVendors: readonly string[];
  readonly makeFramer: () => Framer;
  /** What the host sends for each signal; null where the scanner knows no such command. */
  readonly signals: { readonly [S in Signal]: Uint8Array | null };
  /** What the scanner turns out to be once it has sent a packet; null if it sends none. */
  readonly afterPacket: ScannerProfile | null;
};
