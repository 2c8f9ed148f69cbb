import type { Told } from './tell-delivery.ts';

/**
 * What a delivery's proof comes to: the hand-over that is proved, else one that is not, else the last
 * exception that was not taken back; null: nothing was handed in.
 */
export const gistOf = (told: readonly Told[]): Told | null =>
  told.find(({ judged }) => judged?.reason === null) ??
  told.find(({ judged }) => judged !== null) ??
  told.findLast(({ undone }) => !undone) ??
  null;
