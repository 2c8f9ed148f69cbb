import { datalogic } from './datalogic.ts';
import { honeywell } from './honeywell.ts';
import { newland } from './newland.ts';
import type { ScannerProfile } from './profile.ts';
import { zebra } from './zebra.ts';

/** The makers whose scanners are known by their USB vendor id. */
export const MAKES: readonly ScannerProfile[] = [honeywell, zebra, datalogic, newland];

/** The profile of a USB vendor id, in hexadecimal of either case; null if it makes no scanners. */
export const profileOfUsb = (vendorId: string): ScannerProfile | null =>
  MAKES.find(({ usbVendors }) => usbVendors.includes(vendorId.toLowerCase())) ?? null;
