import { useEffect, useRef } from 'react';
import type { ScreenView } from '../../shared/ipc/view.ts';
import { useAsk } from '../bridge.tsx';
import { fitsForm, lengthOf } from '../screens/door/code-slots.ts';
import { type Field, makeBurst } from './burst.ts';

/** Said to whoever took the first keys of a scan for typing: they were none. */
export const SCAN_BEGAN = 'kerbside:scan-began';
/** A scan is over when no key has come for so long. */
const OVER_MS = 60;

const NOWHERE: Field = { takes: () => false, places: 0 };
const fieldOf = (screen: ScreenView | null): Field => {
  if (screen?.name === 'sign-in') return { takes: (key) => /^[0-9]$/.test(key), places: 32 };
  if (screen?.name !== 'door') return NOWHERE;
  const { form } = screen;
  return { takes: (key) => fitsForm(key, form), places: lengthOf(form) };
};

/**
 * A scanner that types is told from a hand by its speed, on every screen. Its scans go the way of
 * all scans; none of its keys is an attempt at what is asked for on the screen.
 */
export const useWedge = (screen: ScreenView | null): void => {
  const ask = useAsk();
  const field = useRef(NOWHERE);
  field.current = fieldOf(screen);
  useEffect(() => {
    const burst = makeBurst();
    let over: number | undefined;
    const send = async (bytes: Uint8Array): Promise<void> => {
      try {
        // One by one, as what is typed: a message that was sent stays in memory that nobody wipes.
        for (const [place, symbol] of bytes.entries()) await ask['wedge/type']({ place, symbol });
        await ask['wedge/submit']({ length: bytes.length });
      } finally {
        bytes.fill(0);
      }
    };
    const finish = (): void => {
      window.clearTimeout(over);
      if (burst.isScan()) void send(burst.end()).catch(() => undefined);
      else burst.end().fill(0);
    };
    const swallow = (event: KeyboardEvent): void => {
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    const onKeyDown = (event: KeyboardEvent): void => {
      const written = event.target instanceof HTMLInputElement;
      if (written || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
      if (burst.isScan() && !burst.goesOn(event.timeStamp)) finish();
      if (event.key === 'Enter' || event.key === 'Tab') {
        if (burst.isScan()) swallow(event);
        finish();
      } else if (event.key.length === 1) {
        const before = burst.isScan();
        const is = burst.put(event.key, event.timeStamp, field.current);
        window.clearTimeout(over);
        over = window.setTimeout(finish, OVER_MS);
        if (is === 'typing') return;
        swallow(event);
        if (!before) window.dispatchEvent(new Event(SCAN_BEGAN));
      }
    };
    // Before anything else hears the key.
    window.addEventListener('keydown', onKeyDown, true);
    return () => {
      window.removeEventListener('keydown', onKeyDown, true);
      window.clearTimeout(over);
      burst.end().fill(0);
    };
  }, [ask]);
};
