/**
 * What a line at one speed hears of bytes that are sent at another: 8 data bits, no parity, one stop
 * bit. The receiver waits for a falling edge and looks at the middle of each of its own bits. It
 * takes a byte whose stop bit is wrong too, as Linux gives it.
 */
export const heardAt = (bytes: Uint8Array, sent: number, heard: number): Uint8Array => {
  const level = (bit: number): number => {
    const byte = Math.floor(bit / 10);
    const place = bit - byte * 10;
    if (bit < 0 || byte >= bytes.length) return 1;
    if (place === 0) return 0;
    return place === 9 ? 1 : ((bytes[byte] ?? 0) >> (place - 1)) & 1;
  };
  /** The level at this time, counted in bits of the sender. */
  const at = (time: number): number => level(Math.floor(time));
  const step = sent / heard;
  const end = bytes.length * 10;
  const out: number[] = [];
  for (let time = 0; time < end; ) {
    if (at(time) === 1) {
      // The next falling edge is at the beginning of one of the sender's bits.
      time = Math.floor(time) + 1;
      continue;
    }
    let byte = 0;
    for (let bit = 0; bit < 8; bit++) byte |= at(time + (bit + 1.5) * step) << bit;
    out.push(byte);
    time += 9.5 * step;
    while (time < end && at(time) === 0) time = Math.floor(time) + 1;
  }
  return Uint8Array.from(out);
};
