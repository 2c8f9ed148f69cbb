import type { DeliveryId, ParcelLabel } from '../../protocol/ids.ts';
import type { DoorState } from './door-state.ts';

/** The parcels of a stop that would be handed over and that nobody has scanned there. */
export const unscannedOf = (
  { ticked, particulars }: DoorState,
  stop: DeliveryId,
  parcels: readonly ParcelLabel[],
): readonly ParcelLabel[] => {
  const scanned = ticked.get(stop);
  const kept = particulars.get(stop)?.kept ?? [];
  return parcels.filter((label) => !scanned?.has(label) && !kept.includes(label));
};
