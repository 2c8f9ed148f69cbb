/** The longest times between two turns of the main thread: of a clock, and of computing. */
export type Block = { readonly ms: number; readonly computedMs: number };

/** What the process inside Electron hands back: durations in milliseconds, in order. */
export type Figures = {
  /** One verdict: accepted, its entry committed and anchored. */
  readonly verdict: readonly number[];
  /** Bare Argon2id with the same parameters and one fsynced insert, each beside a verdict. */
  readonly limit: readonly number[];
  readonly limitParts: { readonly argon2id: readonly number[]; readonly insert: readonly number[] };
  /** Where a verdict's time goes. What is left is the JavaScript of the main thread. */
  readonly parts: {
    readonly argon2id: readonly number[];
    readonly keychain: readonly number[];
    readonly store: readonly number[];
  };
  /** One for each verification. */
  readonly blocks: readonly Block[];
  /** The same, while nothing is verified: what the machine itself does to a timer. */
  readonly idleBlocks: readonly Block[];
  readonly versions: Readonly<Record<string, string>>;
};
