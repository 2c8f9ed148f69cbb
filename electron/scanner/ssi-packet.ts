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

/**
 * The AIM identifier (ISO/IEC 15424) of a packet's bar code type, for the symbols that delivery
 * has; null for others, which are read by their form alone.
 */
export const aimOfSsiType = (type: number): string | null => {
  switch (type) {
    case 0x01:
      return ']A0';
    case 0x03:
      return ']C0';
    case 0x06:
      return ']I0';
    case 0x0b:
      return ']E0';
    case 0x0f:
      return ']C1';
    case 0x1b:
      return ']d1';
    case 0x1c:
      return ']Q1';
    case 0x30:
    case 0x31:
    case 0x32:
      return ']e0';
    default:
      return null;
  }
};
