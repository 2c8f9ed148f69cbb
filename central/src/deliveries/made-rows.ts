import type { DeliveryId } from '../../../shared/protocol/ids.ts';

const ID_BYTES = 16;
const BLOCK = 65_536;

/** From which row of the file each delivery was made: twenty bytes for each, for files of any length. */
export type MadeRows = {
  readonly add: (delivery: DeliveryId, line: number) => void;
  /** Null: the delivery was there before the file. */
  readonly lineOf: (delivery: DeliveryId) => number | null;
};

type Block = { readonly ids: Buffer; readonly lines: Uint32Array; used: number };

const bytesOf = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex');

const find = ({ ids, lines, used }: Block, id: Buffer): number | null => {
  const filled = ids.subarray(0, used * ID_BYTES);
  for (let at = filled.indexOf(id); at >= 0; at = filled.indexOf(id, at + 1)) {
    // The same bytes may lie across two ids.
    if (at % ID_BYTES === 0) return lines[at / ID_BYTES] ?? null;
  }
  return null;
};

export const makeMadeRows = (): MadeRows => {
  const blocks: Block[] = [];
  return {
    add: (delivery, line) => {
      let last = blocks.at(-1);
      if (last === undefined || last.used === BLOCK) {
        last = { ids: Buffer.alloc(BLOCK * ID_BYTES), lines: new Uint32Array(BLOCK), used: 0 };
        blocks.push(last);
      }
      bytesOf(delivery).copy(last.ids, last.used * ID_BYTES);
      last.lines[last.used] = line;
      last.used += 1;
    },
    lineOf: (delivery) => {
      const id = bytesOf(delivery);
      for (const block of blocks) {
        const line = find(block, id);
        if (line !== null) return line;
      }
      return null;
    },
  };
};
