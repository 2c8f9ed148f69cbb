import { z } from 'zod';

/** A port's name as the system lists it: Windows does not tell `com5` from `COM5`. */
export const portName = (path: string): string =>
  /^com\d+$/i.test(path) ? path.toUpperCase() : path;

/**
 * Where a scanner is plugged in: a serial path of Linux or macOS, or a COM port of Windows, in
 * capital letters however it was written.
 */
export const serialPath = z
  .string()
  .overwrite(portName)
  .regex(/^(\/dev\/[\w./:-]{1,100}|COM\d{1,3})$/);

const fields = {
  /** Null: scanners are found by themselves. */
  scanner: serialPath.nullable(),
  /** Whether the packaged app starts full screen, with no way out but IT's. */
  kiosk: z.boolean(),
};

/** What is IT's to choose on a terminal: not how it looks and sounds, which is the driver's. */
export const itSettings = z.strictObject(fields);
export type ItSettings = z.infer<typeof itSettings>;

/** One of them, changed. */
export const itChange = z.union([
  z.strictObject({ scanner: fields.scanner }),
  z.strictObject({ kiosk: fields.kiosk }),
]);
export type ItChange = z.infer<typeof itChange>;

export const DEFAULT_IT_SETTINGS: ItSettings = { scanner: null, kiosk: false };
