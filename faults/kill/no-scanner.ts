import type { startSerialScanner as real } from '../../electron/scanner/serial-scanner.ts';

/** Stands in the serial scanner's place: scans are given to the terminal directly. */
export const startSerialScanner: typeof real = () => ({
  wake: () => undefined,
  stop: async () => undefined,
});
