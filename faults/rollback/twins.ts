import { cpSync } from 'node:fs';
import type { AnchorHeads, AnchorKeeper } from '../../electron/app/ports/keychain.ts';
import { ok } from '../../shared/result.ts';
import type { Home } from '../support/terminal.ts';
import { type Ground, open, show } from './life.ts';

/** A keeper that believes that nobody else writes what it keeps. */
export const blind = (real: AnchorKeeper): AnchorKeeper => {
  let own: AnchorHeads | null = null;
  return {
    read: async () => {
      if (own !== null) return ok(own);
      const found = await real.read();
      if (found.ok) own = found.value;
      return found;
    },
    write: (heads) => {
      own = heads;
      return real.write(heads);
    },
  };
};

/** What the one said to the customer's code, and the other one after it; and the other one's next start. */
export type TwinsSaid = {
  readonly first: string;
  readonly second: string;
  readonly nextStart: string;
};

/**
 * Opens a closed profile twice, where it is and on a copy, with one keychain: as two processes that
 * have got around the lock. One accepts a stop and is gone with its copy; the other one is shown the
 * same customer's code.
 */
export const playTwins = async (
  ground: Ground,
  home: Home,
  position: number,
  how: Parameters<typeof open>[2] = {},
): Promise<TwinsSaid> => {
  const copy = { ...home, folder: `${home.folder}-twin` };
  cpSync(home.folder, copy.folder, { recursive: true });
  const [one, other] = [await open(ground, home, how), await open(ground, copy, how)];
  if (!one.ok || !other.ok) throw new Error('an honest start was refused');
  const say = async (terminal: typeof one.value): Promise<string> => {
    const shown = await show(ground, terminal, position);
    if (!shown.ok) return shown.error;
    return shown.value.result === 'accepted' ? 'accepted' : shown.value.reason;
  };
  const first = await say(other.value);
  await other.value.close();
  const second = await say(one.value);
  await one.value.close();
  const again = await open(ground, home, how);
  if (again.ok) await again.value.close();
  return { first, second, nextStart: again.ok ? 'opened' : again.error };
};
