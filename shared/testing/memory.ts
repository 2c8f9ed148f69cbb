/**
 * Runs something and keeps every byte array that is made meanwhile, by a constructor or as a copy,
 * so that a test can see whether secrets were overwritten in memory that is not handed out. What
 * native code allocates, and plain arrays, are not seen.
 */
export const watchMemory = async <T>(
  run: () => T | Promise<T>,
): Promise<{ readonly value: T; readonly made: readonly Uint8Array[] }> => {
  const { Uint8Array: real } = globalThis;
  const { slice } = real.prototype;
  const made: Uint8Array[] = [];
  const keep = <A extends Uint8Array>(bytes: A): A => {
    made.push(bytes);
    return bytes;
  };
  globalThis.Uint8Array = new Proxy(real, {
    construct: (target, args) => keep(Reflect.construct(target, args)),
  });
  real.prototype.slice = function (start, end) {
    return keep(slice.call(this, start, end));
  };
  try {
    return { value: await run(), made };
  } finally {
    globalThis.Uint8Array = real;
    real.prototype.slice = slice;
  }
};

/** Whether the bytes of a secret stand, in a row, anywhere in the memory. */
export const holds = (memory: readonly Uint8Array[], secret: Uint8Array): boolean =>
  memory.some((bytes) =>
    bytes.some((_, start) => secret.every((byte, i) => bytes[start + i] === byte)),
  );
