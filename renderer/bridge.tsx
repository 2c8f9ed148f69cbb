import { createContext, type ReactNode, useContext } from 'react';
import type { Bridge } from '../shared/terminal/channels/bridge.ts';

declare global {
  interface Window {
    /** Put there by the preload script, before anything of the page runs. */
    readonly kerbside: Bridge;
  }
}

const BridgeContext = createContext<Bridge | null>(null);

export const BridgeProvider = ({ bridge, children }: { bridge: Bridge; children: ReactNode }) => (
  <BridgeContext value={bridge}>{children}</BridgeContext>
);

/** The way to the main process. */
export const useBridge = (): Bridge => {
  const bridge = useContext(BridgeContext);
  if (bridge === null) throw new Error('there is no bridge to the main process');
  return bridge;
};

/** The questions that may be asked of the main process, one method per channel. */
export const useAsk = (): Bridge['ask'] => useBridge().ask;
