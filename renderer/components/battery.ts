/** What the window knows of the battery; chargingTime is in seconds, 0 when it is full. */
export type BatteryReading = {
  readonly level: number;
  readonly charging: boolean;
  readonly chargingTime: number;
};

export type Battery = {
  /** Whole per cent. */
  readonly percent: number;
  readonly charging: boolean;
  readonly low: boolean;
};

const LOW_PERCENT = 20;

/**
 * What to show of a battery. A terminal that has none reads as one that is full and charging: of
 * that there is nothing to say.
 */
export const batteryOf = ({ level, charging, chargingTime }: BatteryReading): Battery | null => {
  if (charging && level === 1 && chargingTime === 0) return null;
  const percent = Math.round(level * 100);
  return { percent, charging, low: !charging && percent <= LOW_PERCENT };
};
