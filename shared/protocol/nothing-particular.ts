import type { Particulars } from './outcome.ts';

/** What holds while the driver has said nothing: the customer takes everything. */
export const NOTHING_PARTICULAR: Particulars = {
  recipient: { to: 'customer' },
  kept: [],
  note: '',
  strokes: [],
};
