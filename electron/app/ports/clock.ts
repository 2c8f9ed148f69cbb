import type { Instant } from '../../../shared/protocol/ids.ts';
import type { BootClock } from '../../../shared/protocol/time/trusted-time.ts';

/** The operating system's clocks. */
export type Clock = { readonly wall: () => Instant; readonly boot: () => BootClock };
