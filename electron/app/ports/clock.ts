import type { Instant } from '../../../shared/ids.ts';
import type { BootClock } from '../../../shared/time/trusted-time.ts';

/** The operating system's clocks. */
export type Clock = { readonly wall: () => Instant; readonly boot: () => BootClock };
