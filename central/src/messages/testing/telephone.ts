/** A message as it came to a telephone, its parts put together. */
export type Received = { readonly to: string; readonly text: string };

/** A part as a network's centre got it. */
export type Part = {
  readonly to: string;
  readonly bytes: Buffer;
  readonly udh: Buffer | null;
  readonly decode: (bytes: Buffer) => string;
};

/** Puts parts together as a telephone does: by number, reference and place. */
export const joinParts = (parts: readonly Part[]): Received[] => {
  const whole: Received[] = [];
  const groups = new Map<string, { readonly total: number; readonly by: Map<number, string> }>();
  for (const { to, bytes, udh, decode } of parts) {
    if (udh === null) {
      whole.push({ to, text: decode(bytes) });
      continue;
    }
    const [, , , reference = 0, total = 0, place = 0] = udh;
    const key = `${to}/${reference}/${total}`;
    const group = groups.get(key) ?? { total, by: new Map<number, string>() };
    groups.set(key, group);
    group.by.set(place, decode(bytes));
    if (group.by.size < total) continue;
    groups.delete(key);
    const places = [...group.by].sort(([a], [b]) => a - b);
    whole.push({ to, text: places.map(([, text]) => text).join('') });
  }
  return whole;
};

/** UTF-16, high byte first, as the network has it. */
export const decodeUcs2 = (bytes: Buffer): string =>
  Buffer.from(bytes.subarray(0, bytes.length & ~1))
    .swap16()
    .toString('utf16le');
