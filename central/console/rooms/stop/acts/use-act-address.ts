import { useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { type Act, ROUTE_ACTS } from './offered.ts';

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** The page before this one in the history is the same without the act. */
    isAct?: true;
  }
}

/**
 * Which act is being asked about: the address says it, so that the way back leads out of it, and
 * nothing has happened then.
 */
export const useActAddress = () => {
  const { act } = useSearch({ from: '/signed-in/route-place' });
  const navigate = useNavigate();
  const router = useRouter();
  // What is open may hold whoever would leave it; its own button lets go.
  // The browser goes back some time after it is told to: told twice, it would leave the page.
  const isLeaving = useRef(false);
  useEffect(() => {
    isLeaving.current = act === undefined;
  }, [act]);
  return {
    act,
    open: (next: Act): void =>
      void navigate({
        to: '.',
        search: (before) => ({ ...before, act: next }),
        state: (before) => ({ ...before, isAct: true }),
        resetScroll: false,
      }),
    close: (): void => {
      if (isLeaving.current) return;
      isLeaving.current = true;
      if (router.state.location.state.isAct === true) router.history.back({ ignoreBlocker: true });
      else
        void navigate({
          to: '.',
          search: (before) => ({ ...before, act: undefined }),
          replace: true,
          ignoreBlocker: true,
        });
    },
  };
};

/**
 * The act on a route that is being asked about. An address that was kept does not say which stops were
 * chosen then: it is left at once, so that nothing opens by itself when somebody chooses others.
 */
export const useRouteAct = (isAnyChosen: boolean) => {
  const address = useActAddress();
  const { close } = address;
  const act = ROUTE_ACTS.find((known) => known === address.act);
  const [begun, setBegun] = useState({ act, isAnyChosen });
  if (begun.act !== act) setBegun({ act, isAnyChosen });
  const isKept = act !== undefined && act !== 'assign' && !begun.isAnyChosen;
  useEffect(() => {
    if (isKept) close();
  }, [isKept, close]);
  return { ...address, act: isKept ? undefined : act };
};
