import { useReducer, useRef } from 'react';
import type { ChannelAnswer } from '../../shared/terminal/channels/contract.ts';

type SendOnce = {
  readonly send: (question: () => Promise<ChannelAnswer>) => void;
  readonly notTaken: boolean;
};

/** Sends once: what was taken stays taken, and what was not may be tried again. */
export const useSendOnce = (): SendOnce => {
  // Kept outside React's state: two presses within one frame must not send twice.
  const flags = useRef({ sent: false, notTaken: false }).current;
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const send = async (question: () => Promise<ChannelAnswer>) => {
    if (flags.sent) return;
    flags.sent = true;
    try {
      flags.sent = (await question()).ok;
    } catch {
      flags.sent = false;
    }
    flags.notTaken = !flags.sent;
    redraw();
  };
  return {
    send: (question) => void send(question),
    notTaken: flags.notTaken,
  };
};
