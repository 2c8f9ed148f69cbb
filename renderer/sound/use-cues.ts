import { useEffect, useLayoutEffect, useRef } from 'react';
import type { ScreenView } from '../../shared/ipc/view.ts';
import { type Cue, cueFor } from './cue.ts';
import { makeCuePlayer } from './make-cue-player.ts';

/** Sounds and vibrates when a new verdict comes on the screen, in the same frame. */
export const useCues = (screen: ScreenView | null): void => {
  const play = useRef<((cue: Cue) => void) | null>(null);
  const before = useRef<ScreenView | null>(null);
  useEffect(() => {
    play.current ??= makeCuePlayer();
  }, []);
  useLayoutEffect(() => {
    if (screen === null) return;
    const cue = cueFor(before.current, screen);
    before.current = screen;
    if (cue !== null) play.current?.(cue);
  }, [screen]);
};
