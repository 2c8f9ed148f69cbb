import { useTranslation } from 'react-i18next';
import type { StopView } from '../../shared/terminal/view/view.ts';
import { KeepIcon, TickIcon } from './icons.tsx';
import './parcel-chips.css';

type Parcels = StopView['parcels'];

/**
 * As many as fit in one line; more of them are counted, and those not scanned yet are shown. Those
 * that stay with the driver come last, and are not counted: they are not handed over.
 */
const MOST = 4;

const lastFour = (label: string) => label.slice(-4);

export const ParcelChips = ({ parcels }: { parcels: Parcels }) => {
  const { t } = useTranslation();
  const many = parcels.length > MOST;
  const leaving = parcels.filter(({ kept }) => !kept);
  const open = leaving.filter(({ scanned }) => !scanned);
  const ordered = [
    ...open,
    ...leaving.filter(({ scanned }) => scanned),
    ...parcels.filter(({ kept }) => kept),
  ];
  const shown = many ? ordered.slice(0, MOST - 1) : parcels;
  return (
    <ul className="parcel-chips" aria-label={t('door.parcels')}>
      {many && (
        <li className="parcel-count">
          {t('door.parcelsScanned', {
            scanned: leaving.length - open.length,
            total: leaving.length,
          })}
        </li>
      )}
      {shown.map((parcel) => (
        <ParcelChip key={parcel.label} parcel={parcel} />
      ))}
    </ul>
  );
};

const stateOf = ({ kept, scanned }: Parcels[number]) => {
  if (kept) return { state: 'kept', words: 'door.parcelKept', icon: <KeepIcon /> } as const;
  return scanned
    ? ({ state: 'scanned', words: 'door.parcelScanned', icon: <TickIcon /> } as const)
    : ({ state: 'open', words: 'door.parcelOpen', icon: null } as const);
};

const ParcelChip = ({ parcel }: { parcel: Parcels[number] }) => {
  const { t } = useTranslation();
  const { state, words, icon } = stateOf(parcel);
  const label = lastFour(parcel.label);
  const spoken = parcel.name === null ? label : `${label}, ${parcel.name}`;
  return (
    <li className="parcel-chip" data-state={state} aria-label={t(words, { label: spoken })}>
      {icon}
      {label}
    </li>
  );
};
