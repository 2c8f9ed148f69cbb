/** One start: milliseconds until it can be used, and the memory of all its processes then. */
export type Start = { readonly ms: number; readonly memoryMiB: number };

/** Starts measured in turn. */
export type Figures = {
  readonly kerbside: readonly Start[];
  readonly empty: readonly Start[];
  readonly stops: number;
  readonly versions: Readonly<Record<string, string>>;
};
