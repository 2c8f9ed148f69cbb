import { useEffect, useState, useSyncExternalStore } from 'react';

/** How far central's clock is ahead of this browser's, which may be an hour off. */
let ahead = 0;
let now = Date.now();
const heard = new Set<() => void>();

const tick = (): void => {
  now = Date.now() + ahead;
  for (const hear of heard) hear();
};

/** Takes the time from an answer that has just come. */
export const noteServerTime = (at: number): void => {
  ahead = at - Date.now();
  tick();
};

/** So often what says how long ago something was is written anew. */
const TICK_MS = 15_000;

const subscribe = (hear: () => void): (() => void) => {
  heard.add(hear);
  const timer = setInterval(tick, TICK_MS);
  return () => {
    heard.delete(hear);
    clearInterval(timer);
  };
};

/** Central's time, in milliseconds since 1970; it goes on by itself. */
export const useServerTime = (): number => useSyncExternalStore(subscribe, () => now);

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
