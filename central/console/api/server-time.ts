import { useEffect, useState, useSyncExternalStore } from 'react';

/** How far central's clock is ahead of this browser's, which may be an hour off. */
let ahead = 0;
let now = Date.now();
const heard = new Set<() => void>();

/** So often what says how long ago something was is written anew. */
const TICK_MS = 15_000;

const tick = (): void => {
  now = Date.now() + ahead;
  for (const hear of heard) hear();
};

/** Takes the time from an answer that has just come. What is shown is written anew if that changes it. */
export const noteServerTime = (at: number): void => {
  ahead = at - Date.now();
  if (Math.abs(at - now) >= TICK_MS) tick();
};

let ticking: ReturnType<typeof setInterval> | undefined;

/** One clock for all that listen: in the depot's room that is each terminal. */
export const hearServerTime = (hear: () => void): (() => void) => {
  heard.add(hear);
  ticking ??= setInterval(tick, TICK_MS);
  return () => {
    heard.delete(hear);
    if (heard.size > 0) return;
    clearInterval(ticking);
    ticking = undefined;
  };
};

/** Central's time, in milliseconds since 1970; it goes on by itself. */
export const useServerTime = (): number => useSyncExternalStore(hearServerTime, () => now);

/** How many seconds are left until an instant of central's, counted down; 0 when it is over. */
export const useSecondsUntil = (instant: number): number => {
  const left = (): number => Math.max(0, Math.ceil((instant - Date.now() - ahead) / 1_000));
  const [, again] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => again((n) => n + 1), 1_000);
    return () => clearInterval(timer);
  }, []);
  return left();
};
