import { SerialPort } from 'serialport';

/** USB vendor ids of the scanners that are known: Honeywell, Zebra, Datalogic, Newland. */
const VENDORS: ReadonlySet<string> = new Set(['0c2e', '05e0', '05f9', '1eab']);

/** The serial path of the first scanner on USB, or null. A system that cannot list has none. */
export const findScannerPath = async (): Promise<string | null> => {
  const ports = await SerialPort.list().catch(() => []);
  return ports.find(({ vendorId }) => VENDORS.has(vendorId?.toLowerCase() ?? ''))?.path ?? null;
};
