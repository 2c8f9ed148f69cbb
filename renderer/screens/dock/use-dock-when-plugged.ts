import { useEffect, useRef, useState } from 'react';
import type { ScreenView } from '../../../shared/terminal/view/view.ts';
import { useAsk } from '../../bridge.tsx';
import type { Battery } from '../../components/battery.ts';

/** Whether the operating system has a network, as it changes. */
const useOnline = (): boolean => {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const read = () => setOnline(navigator.onLine);
    window.addEventListener('online', read);
    window.addEventListener('offline', read);
    return () => {
      window.removeEventListener('online', read);
      window.removeEventListener('offline', read);
    };
  }, []);
  return online;
};

/**
 * The dock is where there are power and a network: there the docking starts by itself, once each
 * time that the terminal is put in, and never over a door or a verdict.
 */
export const useDockWhenPlugged = (screen: ScreenView | null, battery: Battery | null): void => {
  const ask = useAsk();
  const online = useOnline();
  const started = useRef(false);
  const plugged = battery?.charging ?? false;
  const atRest = screen?.name === 'route';
  useEffect(() => {
    if (!plugged) started.current = false;
    if (!plugged || !online || !atRest || started.current) return;
    started.current = true;
    void ask['dock/start']({});
  }, [ask, plugged, online, atRest]);
};
