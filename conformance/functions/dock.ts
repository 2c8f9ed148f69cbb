import { z } from 'zod';
import { handInPage } from '../../electron/app/dock/run-dock.ts';
import type { Central, TerminalRecord } from '../../electron/app/ports/central.ts';
import type { Store } from '../../electron/app/ports/store.ts';
import { receipt } from '../../shared/protocol/api/terminal.ts';
import { type Instant, sequence } from '../../shared/protocol/ids.ts';
import { signedEntry } from '../../shared/protocol/log/entry.ts';
import { ok } from '../../shared/result.ts';
import { read, type VectorFunction } from '../vector.ts';

/** A stand-in that has what one function looks at, and nothing else. */
const only = <T>(part: object): T => part as T;

/** At the dock: what a terminal makes of the receipt for what it handed in. */
export const DOCK: Readonly<Record<string, VectorFunction>> = {
  'take-receipt': async (input) => {
    const log = read(input, 'log', z.array(signedEntry));
    const store = only<Store>({
      acknowledged: () => read(input, 'before', sequence),
      entriesAfter: (after: number, limit: number) =>
        log.filter(({ entry }) => entry.sequence > after).slice(0, limit),
      acknowledge: () => undefined,
    });
    const central = only<Central>({
      handIn: async () => ok({ receipt: read(input, 'receipt', receipt), findings: [] }),
    });
    const handed = await handInPage({ store, central }, only<TerminalRecord>({}), 0 as Instant);
    if (!handed.ok) return { error: handed.error };
    if ('taken' in handed.value) return { taken: handed.value.taken };
    const { reason, ...named } = handed.value.refused;
    return { error: reason, ...named };
  },
};
