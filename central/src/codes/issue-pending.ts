import { wipe } from '../../../shared/protocol/codec/bytes.ts';
import { derivePepper } from '../../../shared/protocol/crypto/keys.ts';
import type { KnownTerminal } from '../actors.ts';
import { openDepotSecret } from '../depots/depots.ts';
import type { Ports } from '../ports.ts';
import { issueCode } from './issue-code.ts';
import { findPending } from './pending-deliveries.ts';

/** One request issues no more than this, so that it stays short; the next one goes on. */
const MAX_ISSUES = 50;
const MAX_MS = 4_000;
const AT_ONCE = 2;

/** Issues the codes that the terminal's routes still need, as many as one request may. */
export const issuePending = async (
  ports: Pick<Ports, 'pool' | 'keys' | 'now' | 'cost' | 'argon2id' | 'random'>,
  terminal: KnownTerminal,
): Promise<void> => {
  const pending = await findPending(ports.pool, terminal, ports.now(), MAX_ISSUES);
  if (pending.length === 0) return;
  const secret = await openDepotSecret(ports, terminal.depot);
  const pepper = derivePepper(secret, terminal.agreementKey, terminal.id);
  wipe(secret);
  const started = performance.now();
  const isOver = (): boolean => performance.now() - started > MAX_MS;
  const queue = pending[Symbol.iterator]();
  // Both workers take from one queue; the first delivery is always issued, however long it takes.
  const work = async (): Promise<void> => {
    for (const next of queue) {
      await issueCode(ports, terminal, pepper, next);
      if (isOver()) return;
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  } finally {
    wipe(pepper);
  }
};
