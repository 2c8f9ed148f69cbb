/**
 * Zebra's Simple Serial Interface (Programmer's Guide 72E-40451): length, opcode, source, status,
 * data, checksum. The length counts everything before the checksum, which is the two's complement
 * of the sum of those bytes, high byte first.
 */
export const SSI_OPCODE = {
  ack: 0xd0,
  nak: 0xd1,
  beep: 0xe6,
  decodeData: 0xf3,
  event: 0xf6,
} as const;

/** Who sends: the scanner is the decoder, 0; the host is 4. */
export const SSI_DECODER = 0x00;
const SSI_HOST = 0x04;

/** Bits of the status byte. */
export const SSI_SENT_AGAIN = 0x01;
export const SSI_MORE_FOLLOWS = 0x02;

/** What a damaged packet is answered with: send it again. */
export const SSI_RESEND = 0x01;

/** Length, opcode, source and status. */
export const SSI_HEADER_BYTES = 4;
export const SSI_CHECKSUM_BYTES = 2;

/** The checksum over these bytes, 16 bits. */
export const ssiChecksum = (bytes: Uint8Array): number => {
  let sum = 0;
  for (const byte of bytes) sum = (sum + byte) & 0xffff;
  return (0x10000 - sum) & 0xffff;
};

/** Whether a packet, its checksum included, is as it was sent. */
export const isIntact = (packet: Uint8Array): boolean => {
  const end = packet.length - SSI_CHECKSUM_BYTES;
  const sent = ((packet[end] ?? 0) << 8) | (packet[end + 1] ?? 0);
  return ssiChecksum(packet.subarray(0, end)) === sent;
};

/** A packet from this opcode, source and data; by default from the host. */
export const ssiPacket = (
  opcode: number,
  data: readonly number[] = [],
  source: number = SSI_HOST,
  status = 0,
): Uint8Array => {
  const body = [SSI_HEADER_BYTES + data.length, opcode, source, status, ...data];
  const sum = ssiChecksum(Uint8Array.from(body));
  return Uint8Array.from([...body, sum >> 8, sum & 0xff]);
};

/** Bar code types of packets, with their AIM identifiers (ISO/IEC 15424). */
const AIM_OF_TYPE: ReadonlyMap<number, string> = new Map([
  [0x01, ']A0'], // Code 39
  [0x02, ']F0'], // Codabar
  [0x03, ']C0'], // Code 128
  [0x04, ']S0'], // Discrete 2 of 5
  [0x05, ']R0'], // IATA 2 of 5
  [0x06, ']I0'], // Interleaved 2 of 5
  [0x07, ']G0'], // Code 93
  [0x08, ']E0'], // UPC-A
  [0x09, ']E0'], // UPC-E
  [0x0a, ']E4'], // EAN-8
  [0x0b, ']E0'], // EAN-13
  [0x0c, ']H0'], // Code 11
  [0x0e, ']M0'], // MSI
  [0x0f, ']C1'], // GS1-128
  [0x10, ']E0'], // UPC-E1
  [0x11, ']L0'], // PDF417
  [0x13, ']A4'], // Code 39 with all of ASCII
  [0x15, ']X0'], // Trioptic
  [0x16, ']X0'], // Bookland
  [0x17, ']X0'], // coupons
  [0x1b, ']d1'], // Data Matrix
  [0x1c, ']Q1'], // QR
  [0x30, ']e0'], // GS1 DataBar, and its two other forms
  [0x31, ']e0'],
  [0x32, ']e0'],
  [0x72, ']X0'], // Chinese 2 of 5
]);

/** The AIM identifier of a packet's bar code type; null for others, which are read by their form. */
export const aimOfSsiType = (type: number): string | null => AIM_OF_TYPE.get(type) ?? null;
