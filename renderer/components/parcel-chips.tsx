import { useTranslation } from 'react-i18next';
import type { StopView } from '../../shared/ipc/view.ts';
import { TickIcon } from './icons.tsx';
import './parcel-chips.css';

type Parcels = StopView['parcels'];

/** As many as fit in one line; more of them are counted, and those not scanned yet are shown. */
const MOST = 4;

const lastFour = (label: string) => label.slice(-4);

export const ParcelChips = ({ parcels }: { parcels: Parcels }) => {
  const { t } = useTranslation();
  const many = parcels.length > MOST;
  const open = parcels.filter((parcel) => !parcel.scanned);
  const ordered = [...open, ...parcels.filter((parcel) => parcel.scanned)];
  const shown = many ? ordered.slice(0, MOST - 1) : parcels;
  return (
    <ul className="parcel-chips" aria-label={t('door.parcels')}>
      {many && (
        <li className="parcel-count">
          {t('door.parcelsScanned', {
            scanned: parcels.length - open.length,
            total: parcels.length,
          })}
        </li>
      )}
      {shown.map(({ label, scanned }) => (
        <li
          key={label}
          className="parcel-chip"
          data-scanned={scanned}
          aria-label={t(scanned ? 'door.parcelScanned' : 'door.parcelOpen', {
            label: lastFour(label),
          })}
        >
          {scanned && <TickIcon />}
          {lastFour(label)}
        </li>
      ))}
    </ul>
  );
};
