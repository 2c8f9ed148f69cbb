import { useEffect } from 'react';
import { wipe } from '../../shared/protocol/codec/bytes.ts';
import { useAsk } from '../bridge.tsx';
import { listenToKeys } from './listen-to-keys.ts';

/**
 * A scanner that types is told from a hand by its rhythm, on every screen. Its scans go the way of
 * all scans; none of its keys presses anything, or is an attempt at what is asked for on the screen.
 */
export const useWedge = (): void => {
  const ask = useAsk();
  useEffect(() => {
    let sent: Promise<unknown> = Promise.resolve();
    const send = async (bytes: Uint8Array): Promise<void> => {
      try {
        // One by one, as what is typed: a message that was sent stays in memory that nobody wipes.
        for (const [place, symbol] of bytes.entries()) await ask['wedge/type']({ place, symbol });
        await ask['wedge/submit']({ length: bytes.length });
      } finally {
        wipe(bytes);
      }
    };
    return listenToKeys((scan) => {
      // One after the other: their characters go to the same place.
      sent = sent.then(() => send(scan)).catch(() => undefined);
    });
  }, [ask]);
};
