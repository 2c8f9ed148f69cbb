/** See inside-wine.mjs. */
export function insideWine(
  machine: {
    readonly root: string;
    readonly binds?: Readonly<Record<string, string>>;
    readonly env?: Readonly<Record<string, string>>;
  },
  line: string,
): readonly [command: string, ...args: string[]];
