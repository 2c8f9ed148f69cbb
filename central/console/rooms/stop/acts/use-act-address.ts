import { useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import type { Act } from './offered.ts';

/**
 * Which act is being asked about: the address says it, so that the way back leads out of it, and
 * nothing has happened then.
 */
export const useActAddress = () => {
  const { act } = useSearch({ from: '/signed-in/route-place' });
  const navigate = useNavigate();
  const router = useRouter();
  return {
    act,
    open: (next: Act): void =>
      void navigate({
        to: '.',
        search: (before) => ({ ...before, act: next }),
        resetScroll: false,
      }),
    close: (): void => {
      if (router.history.canGoBack()) router.history.back();
      else
        void navigate({
          to: '.',
          search: (before) => ({ ...before, act: undefined }),
          replace: true,
        });
    },
  };
};
