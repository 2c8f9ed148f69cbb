import type { Instant } from '../../shared/protocol/ids.ts';

/** Central's clock. Everything that depends on the time takes it as an argument. */
export type Now = () => Instant;

/** The machine's clock. */
export const systemNow: Now = () => Date.now() as Instant;

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** An instant some milliseconds after another. */
export const later = (from: Instant, ms: number): Instant => (from + ms) as Instant;
