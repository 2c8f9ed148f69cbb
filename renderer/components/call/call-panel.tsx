import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useDepot } from '../../depot.tsx';
import './call-panel.css';
import { qrPath } from './qr-path.ts';

/** The dispatcher's number, to be read and to be scanned by a telephone, and who is calling. */
export const CallPanel = () => {
  const { t } = useTranslation();
  const { dispatcherPhone: phone, terminalName: name } = useDepot();
  const qr = useMemo(() => (phone === null ? null : qrPath(`tel:${phone}`)), [phone]);
  if (phone === null && name === null) return null;
  return (
    <aside className="call-panel">
      {phone !== null && qr !== null && (
        <svg
          className="call-qr"
          viewBox={`0 0 ${qr.size} ${qr.size}`}
          role="img"
          aria-label={t('call.scan', { phone })}
          shapeRendering="crispEdges"
        >
          <rect width={qr.size} height={qr.size} fill="#ffffff" />
          <path d={qr.path} fill="#000000" />
        </svg>
      )}
      <div className="call-words">
        {phone !== null && (
          <p className="call-number">
            <span className="call-label">{t('call.dispatcher')}</span>
            <bdi dir="ltr">{phone}</bdi>
          </p>
        )}
        {name !== null && (
          <p className="call-terminal">
            <span className="call-label">{t('call.terminal')}</span>
            <bdi>{name}</bdi>
          </p>
        )}
      </div>
    </aside>
  );
};
