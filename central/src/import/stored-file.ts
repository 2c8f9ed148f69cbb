import { type FileFacts, takeFacts } from './file-facts.ts';

/** A file that stands somewhere whole: its pieces in turn, from the beginning each time. */
export type StoredFile = {
  readonly facts: FileFacts;
  readonly pieces: () => AsyncIterable<Uint8Array>;
};

/** A file in memory. */
export const fileInMemory = (bytes: Uint8Array): StoredFile => {
  const taker = takeFacts();
  taker.take(bytes);
  return {
    facts: taker.facts(),
    pieces: async function* () {
      yield bytes;
    },
  };
};
