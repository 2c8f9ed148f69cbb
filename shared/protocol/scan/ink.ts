const GS = 0x1d;

/** Whether it is a part of what a symbol says; else a blank or a control character around it. */
const isInk = (byte: number): boolean => byte === GS || (byte > 0x20 && byte !== 0x7f);

/** Without the blanks and control characters that a scanner puts in front. GS says something. */
export const fromInk = (bytes: Uint8Array): Uint8Array => {
  const start = bytes.findIndex(isInk);
  return bytes.subarray(start === -1 ? bytes.length : start);
};

/** Without those that a symbol is filled up with, or that a scanner puts behind it. */
export const untilInk = (bytes: Uint8Array): Uint8Array =>
  bytes.subarray(0, bytes.findLastIndex(isInk) + 1);
