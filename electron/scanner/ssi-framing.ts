import { copySecret, secretBytes } from '../../shared/protocol/codec/bytes.ts';
import { afterEnd, type Framed, type Framer, MAX_FRAME_BYTES, makeFramer } from './framing.ts';
import {
  aimOfSsiType,
  isIntact,
  SSI_CHECKSUM_BYTES,
  SSI_DECODER,
  SSI_HEADER_BYTES,
  SSI_MORE_FOLLOWS,
  SSI_OPCODE,
  SSI_RESEND,
  SSI_SENT_AGAIN,
  ssiPacket,
} from './ssi-packet.ts';

/** What a scanner sends unasked, or answers. Above the bytes of any text that is ASCII. */
const FROM_DECODER: ReadonlySet<number> = new Set([
  SSI_OPCODE.ack,
  SSI_OPCODE.nak,
  SSI_OPCODE.decodeData,
  SSI_OPCODE.event,
]);
/** How many bytes of a frame's start tell a packet from text. */
const TELLING_BYTES = 3;
const MAX_PACKET_BYTES = 255 + SSI_CHECKSUM_BYTES;

const ACK = ssiPacket(SSI_OPCODE.ack);
const NAK = ssiPacket(SSI_OPCODE.nak, [SSI_RESEND]);

const packet = (intact: boolean, answer: Uint8Array | null): Framed => ({
  type: 'packet',
  intact,
  answer,
});

/**
 * Reads lines and SSI packets, told apart by the first three bytes of each. A packet's data come as
 * a frame behind the AIM identifier of its type; a damaged packet gives none, and is asked for again.
 */
export const makeSsiFramer = (): Framer => {
  const line = makeFramer();
  const held = secretBytes(MAX_PACKET_BYTES);
  const joined = secretBytes(MAX_FRAME_BYTES);
  let heldBytes = 0;
  let joinedBytes = 0;
  let tooLong = false;
  let mode: 'start' | 'line' | 'packet' = 'start';

  const start = (): void => {
    held.fill(0, 0, heldBytes);
    heldBytes = 0;
    mode = 'start';
  };
  const dropJoined = (): void => {
    joined.fill(0, 0, joinedBytes);
    joinedBytes = 0;
    tooLong = false;
  };
  /** What was held was no packet after all. */
  const asLine = (): readonly Framed[] => {
    const framed = line.push(held.subarray(0, heldBytes));
    start();
    if (!line.isEmpty()) mode = 'line';
    return framed;
  };
  const join = (bytes: Uint8Array): void => {
    if (joinedBytes + bytes.length > MAX_FRAME_BYTES) tooLong = true;
    else {
      joined.set(bytes, joinedBytes);
      joinedBytes += bytes.length;
    }
  };
  const takeData = (status: number, data: Uint8Array): readonly Framed[] => {
    const aim = aimOfSsiType(data[0] ?? 0);
    let text = data.subarray(1);
    // Suffixes that belong to lines are no part of the symbol.
    while (text.at(-1) === 0x0d || text.at(-1) === 0x0a) text = text.subarray(0, -1);
    const named = joinedBytes > 0 || text[0] === 0x5d || aim === null;
    if (!named) join(Uint8Array.from(aim, (character) => character.charCodeAt(0)));
    join(text);
    if ((status & SSI_MORE_FOLLOWS) !== 0) return [packet(true, ACK)];
    const again = (status & SSI_SENT_AGAIN) !== 0;
    const framed: Framed = tooLong
      ? { type: 'overlong' }
      : { type: 'frame', bytes: copySecret(joined.subarray(0, joinedBytes)), again };
    dropJoined();
    return [packet(true, ACK), framed];
  };
  const takePacket = (): readonly Framed[] => {
    const whole = held.subarray(0, heldBytes);
    const length = whole[0] ?? 0;
    if (!isIntact(whole)) return [packet(false, NAK)];
    if (whole[1] === SSI_OPCODE.event) return [packet(true, ACK)];
    if (whole[1] !== SSI_OPCODE.decodeData) return [packet(true, null)];
    return takeData(whole[3] ?? 0, whole.subarray(SSI_HEADER_BYTES, length));
  };

  /** Holds a byte at a frame's start until it is told; gives what came of it. */
  const atStart = (byte: number): readonly Framed[] => {
    held[heldBytes++] = byte;
    const [length = 0, opcode = 0, source] = held;
    // A packet of data has its type beside the header.
    if (heldBytes === 1) return length >= SSI_HEADER_BYTES ? [] : asLine();
    if (!FROM_DECODER.has(opcode)) return retell();
    if (heldBytes < TELLING_BYTES) return [];
    if (source !== SSI_DECODER) return asLine();
    mode = 'packet';
    return [];
  };
  /** The first byte was none of a packet; the second may begin one, if the first ended a line. */
  const retell = (): readonly Framed[] => {
    const second = held.slice(heldBytes - 1, heldBytes);
    heldBytes = 1;
    const framed = asLine();
    return mode === 'start'
      ? [...framed, ...pushByte(second[0] ?? 0)]
      : [...framed, ...asRest(second)];
  };
  const asRest = (bytes: Uint8Array): readonly Framed[] => {
    const framed = line.push(bytes);
    if (line.isEmpty()) mode = 'start';
    return framed;
  };
  const pushByte = (byte: number): readonly Framed[] => {
    if (mode === 'start') return atStart(byte);
    held[heldBytes++] = byte;
    if (heldBytes < (held[0] ?? 0) + SSI_CHECKSUM_BYTES) return [];
    const framed = takePacket();
    start();
    return framed;
  };

  return {
    push: (chunk) => {
      const out: Framed[] = [];
      for (let at = 0; at < chunk.length; ) {
        if (mode === 'line') {
          const end = afterEnd(chunk, at);
          out.push(...asRest(chunk.subarray(at, end)));
          at = end;
        } else {
          out.push(...pushByte(chunk[at++] ?? 0));
        }
      }
      return out;
    },
    idle: () => {
      if (mode === 'packet') {
        // A packet comes in one go: the rest of this one will not.
        start();
        dropJoined();
        return [packet(false, NAK)];
      }
      const framed = heldBytes > 0 ? asLine() : [];
      const rest = line.idle();
      start();
      // The rest of a symbol in several packets would have followed.
      dropJoined();
      return [...framed, ...rest];
    },
    isEmpty: () => mode === 'start' && heldBytes === 0,
    reset: () => {
      start();
      dropJoined();
      line.reset();
    },
  };
};
