import { availableParallelism } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { wipe } from '../../../shared/protocol/codec/bytes.ts';
import { derivePepper } from '../../../shared/protocol/crypto/keys.ts';
import type { PublicKey } from '../../../shared/protocol/ids.ts';
import type { TerminalKey } from '../actors.ts';
import { openDepotSecret } from '../depots/depots.ts';
import type { Ports } from '../ports.ts';
import { claimPending, giveUpClaims } from './claim-pending.ts';
import { issueCode } from './issue-code.ts';
import { countPending, type PendingDelivery } from './pending-deliveries.ts';

/** One request issues for no longer than this; the next one goes on. */
const MAX_MS = 4_000;
/** Nor more than this. */
const MAX_ISSUES = 50;
/** How long a request waits for what others are making, if there is nothing else to give. */
const PATIENCE_MS = 8_000;
const LOOK_AGAIN_MS = 100;
/** Two derivations each: as many at once as there are cores keep all of them at work. */
export const AT_ONCE = Math.max(2, availableParallelism());

export type IssuePorts = Pick<Ports, 'pool' | 'keys' | 'now' | 'cost' | 'argon2id' | 'random'>;
/** A terminal that codes are made for. */
export type Sealed = TerminalKey & { readonly agreementKey: PublicKey };

/** Makes the codes of deliveries that were claimed, and gives the claims up. */
export const issueClaimed = async (
  ports: IssuePorts,
  terminal: Sealed,
  claimed: readonly PendingDelivery[],
): Promise<void> => {
  if (claimed.length === 0) return;
  const secret = await openDepotSecret(ports, terminal.depot);
  const pepper = derivePepper(secret, terminal.agreementKey, terminal.id);
  wipe(secret);
  try {
    await Promise.all(claimed.map((next) => issueCode(ports, terminal, pepper, next)));
  } finally {
    wipe(pepper);
    await giveUpClaims(ports.pool, terminal, claimed);
  }
};

/**
 * Makes the codes that the terminal's routes still need, as many as one request may. What is being
 * made elsewhere is left to whoever makes it; where all of it is, this waits for the next to be done.
 * Gives how many are left.
 */
export const issuePending = async (ports: IssuePorts, terminal: Sealed): Promise<number> => {
  const started = performance.now();
  const taken = (): number => performance.now() - started;
  const count = (): Promise<number> => countPending(ports.pool, terminal, ports.now());
  let made = 0;
  let before: number | null = null;
  for (;;) {
    const room = Math.min(AT_ONCE, MAX_ISSUES - made);
    const claimed = await claimPending(ports.pool, terminal, ports.now(), room);
    if (claimed.length === 0) {
      const left = await count();
      before ??= left;
      if (made > 0 || left === 0 || left < before || taken() > PATIENCE_MS) return left;
      await pause(LOOK_AGAIN_MS);
      continue;
    }
    await issueClaimed(ports, terminal, claimed);
    made += claimed.length;
    if (made >= MAX_ISSUES || taken() > MAX_MS) return count();
  }
};
