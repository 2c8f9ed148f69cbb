import type { Instant } from '../../../shared/protocol/ids.ts';
import { type Now, SECOND } from '../clock.ts';
import { type Durability, readDurability } from './durability.ts';
import type { Pool } from './pool.ts';

const EACH_MS = 15 * SECOND;

export type DatabaseWatch = {
  /** What holds as far as it is known; null: the database has never answered. */
  readonly durability: () => Durability | null;
  /** The database's clock, which all processes agree on. */
  readonly now: Now;
  /** How far this machine's clock is before the database's, in milliseconds. */
  readonly aheadMs: () => number;
  /** Looks now. Rejects if the database does not answer. */
  readonly look: () => Promise<void>;
  readonly stop: () => void;
};

/** How far a clock is before the database's; half of the way there and back is taken off. */
const measureAhead = async (pool: Pool, wall: Now): Promise<number> => {
  const began = wall();
  const { rows } = await pool.query<{ at: number }>('select clock_timestamp() as at');
  const [ended, at] = [wall(), rows[0]?.at ?? began];
  return (began + ended) / 2 - at;
};

/**
 * Watches what the database says of itself. Processes on several machines must agree on the time: what
 * one has claimed until a moment another must not take before it, and terminals are told one time. So the
 * time is the database's; this machine's clock only runs on from there. `onChange` hears when it becomes
 * another answer whether what is acknowledged survives.
 */
export const watchDatabase = (
  pool: Pool,
  wall: Now,
  onChange: (durability: Durability) => void,
): DatabaseWatch => {
  let ahead = 0;
  let durability: Durability | null = null;
  const look = async (): Promise<void> => {
    ahead = await measureAhead(pool, wall);
    const found = await readDurability(pool);
    if (found.why !== durability?.why) onChange(found);
    durability = found;
  };
  const timer = setInterval(() => void look().catch(() => {}), EACH_MS).unref();
  return {
    durability: () => durability,
    now: () => Math.round(wall() - ahead) as Instant,
    aheadMs: () => ahead,
    look,
    stop: () => clearInterval(timer),
  };
};
