import type { Instructions } from './instructions.ts';

// Apart from the schema, so that the window has it without the library behind that.

/** What holds at a stop of which the depot has said nothing. */
export const NO_INSTRUCTIONS: Instructions = {
  names: [],
  evidence: { signature: false, everyParcel: false },
  persons: null,
  places: null,
};
