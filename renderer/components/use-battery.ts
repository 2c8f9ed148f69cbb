import { useEffect, useState } from 'react';
import { type Battery, type BatteryReading, batteryOf } from './battery.ts';

/** The Battery Status API of W3C, which TypeScript's DOM library does not have. */
type BatteryManager = BatteryReading & EventTarget;
type WithBattery = { readonly getBattery?: () => Promise<BatteryManager> };

const CHANGES = ['levelchange', 'chargingchange', 'chargingtimechange'];

/** The battery of the terminal as it changes; null where there is none. */
export const useBattery = (): Battery | null => {
  const [battery, setBattery] = useState<Battery | null>(null);
  useEffect(() => {
    const ended = new AbortController();
    const { getBattery } = navigator as WithBattery;
    void getBattery?.call(navigator).then(
      (manager) => {
        const read = () => setBattery(batteryOf(manager));
        if (ended.signal.aborted) return;
        for (const change of CHANGES) manager.addEventListener(change, read, ended);
        read();
      },
      // That a terminal does not tell is the same as that it has none.
      () => undefined,
    );
    return () => ended.abort();
  }, []);
  return battery;
};
