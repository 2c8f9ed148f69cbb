import type { DoorView } from '../../../shared/terminal/view/view.ts';
import { useNow } from '../../components/use-now.ts';

/** Why no code can be typed now: seconds to wait, or null seconds where the dispatcher must help. */
export type Wait = { readonly seconds: number | null };

/** The wait at a door as it counts down; null: a code may be typed. */
export const useWait = ({ locked }: Pick<DoorView, 'locked'>): Wait | null => {
  const now = useNow(500);
  if (locked === null) return null;
  if (locked.until === null) return { seconds: null };
  const seconds = Math.ceil((locked.until - now) / 1_000);
  return seconds > 0 ? { seconds } : null;
};
