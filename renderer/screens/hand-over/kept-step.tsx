import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ParcelLabel } from '../../../shared/protocol/ids.ts';
import type { StopView } from '../../../shared/terminal/view/view.ts';
import { BigButton } from '../../components/big-button.tsx';
import { BackIcon, ForwardIcon, KeepIcon, TickIcon } from '../../components/icons.tsx';
import './kept-step.css';
import { pagesOf } from './kept-pages.ts';

type Props = {
  readonly parcels: StopView['parcels'];
  readonly kept: readonly ParcelLabel[];
  readonly onToggle: (label: ParcelLabel) => void;
  readonly onDone: () => void;
};

/** Which parcels stay with the driver: a touch each, and as many at a time as fit. */
export const KeptStep = ({ parcels, kept, onToggle, onDone }: Props) => {
  const { t } = useTranslation();
  const pages = pagesOf(parcels);
  const [shown, setShown] = useState(0);
  const page = Math.min(shown, pages.length - 1);
  return (
    <>
      <div className="kept">
        <h1 className="step-title">{t('handOver.keptTitle')}</h1>
        <ul className="kept-parcels">
          {pages[page]?.map((parcel) => (
            <KeptParcel
              key={parcel.label}
              parcel={parcel}
              kept={kept.includes(parcel.label)}
              onToggle={() => onToggle(parcel.label)}
            />
          ))}
        </ul>
        {pages.length > 1 && (
          <div className="kept-pager">
            <button
              type="button"
              aria-label={t('handOver.pageBefore')}
              disabled={page === 0}
              onClick={() => setShown(page - 1)}
            >
              <BackIcon />
            </button>
            <p role="status">{t('handOver.page', { page: page + 1, pages: pages.length })}</p>
            <button
              type="button"
              aria-label={t('handOver.pageAfter')}
              disabled={page === pages.length - 1}
              onClick={() => setShown(page + 1)}
            >
              <ForwardIcon />
            </button>
          </div>
        )}
      </div>
      <BigButton
        label={
          kept.length === 0 ? t('handOver.keepNone') : t('handOver.keep', { count: kept.length })
        }
        onPress={onDone}
      />
    </>
  );
};

type KeptParcelProps = {
  readonly parcel: StopView['parcels'][number];
  readonly kept: boolean;
  readonly onToggle: () => void;
};

const KeptParcel = ({ parcel: { label, name, scanned }, kept, onToggle }: KeptParcelProps) => {
  const { t } = useTranslation();
  const end = label.slice(-4);
  return (
    <li>
      <button
        type="button"
        className="kept-parcel"
        aria-pressed={kept}
        aria-label={t(scanned ? 'door.parcelScanned' : 'door.parcelOpen', {
          label: name === null ? end : `${end} ${name}`,
        })}
        // No focus by a touch: a scanner's return key must not keep a parcel.
        onMouseDown={(event) => event.preventDefault()}
        onClick={onToggle}
      >
        {kept ? <KeepIcon /> : scanned ? <TickIcon /> : null}
        <span>
          {end}
          {name !== null && (
            <>
              {' '}
              <bdi className="kept-name">{name}</bdi>
            </>
          )}
        </span>
      </button>
    </li>
  );
};
