/** Which row of a file has which place of a route: four bytes for each place, for files of any length. */
export type Places = {
  readonly take: (position: number, line: number) => void;
  /** Null: no row of the file. */
  readonly lineAt: (position: number) => number | null;
};

const SMALLEST = 64;

export const makePlaces = (): Places => {
  let lines = new Uint32Array(SMALLEST);
  return {
    take: (position, line) => {
      if (position >= lines.length) {
        const larger = new Uint32Array(2 ** Math.ceil(Math.log2(position + 1)));
        larger.set(lines);
        lines = larger;
      }
      lines[position] = line;
    },
    lineAt: (position) => lines[position] || null,
  };
};
