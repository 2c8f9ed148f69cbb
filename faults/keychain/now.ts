import type { Instant } from '../../shared/protocol/ids.ts';

/** What every clock of the campaign says, central's too: it is about the keychain alone. */
export const NOW = 1_800_000_000_000 as Instant;
