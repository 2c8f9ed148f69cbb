import { useEffect, useLayoutEffect, useRef } from 'react';
import type { NoticeView, ScreenView } from '../../shared/terminal/view/view.ts';
import { cueFor, cueForNotice } from './cue.ts';
import { type CuePlayer, makeCuePlayer } from './make-cue-player.ts';

/**
 * Sounds and vibrates when a new verdict comes on the screen, in the same frame. `volume` is in per
 * cent, null as long as nobody has said; who chooses another hears it. The motor does not know it.
 */
export const useCues = (
  screen: ScreenView | null,
  notice: NoticeView | null,
  volume: number | null,
): void => {
  const play = useRef<CuePlayer | null>(null);
  const before = useRef<ScreenView | null>(null);
  const noticeBefore = useRef<NoticeView | null>(null);
  const volumeBefore = useRef<number | null>(null);
  const isStarting = screen === null || screen.name === 'starting';
  useEffect(() => {
    // Once there is time for it: what is to be seen first is seen first.
    if (isStarting) return;
    const idle = requestIdleCallback(() => (play.current ??= makeCuePlayer()), { timeout: 2_000 });
    return () => cancelIdleCallback(idle);
  }, [isStarting]);
  useLayoutEffect(() => {
    if (screen === null || volume === null) return;
    const chosen = volumeBefore.current !== null && volumeBefore.current !== volume;
    const cue =
      cueFor(before.current, screen) ??
      cueForNotice(noticeBefore.current, notice) ??
      (chosen ? 'accepted' : null);
    before.current = screen;
    noticeBefore.current = notice;
    volumeBefore.current = volume;
    if (cue === null) return;
    play.current ??= makeCuePlayer();
    play.current(cue, volume);
  }, [screen, notice, volume]);
};
