import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { qrPath } from './qr-path.ts';

/** A number as a QR code that a telephone dials. Black on white in every theme: it is for a camera. */
export const PhoneQr = ({ phone }: { phone: string }) => {
  const { t } = useTranslation();
  const { size, path } = useMemo(() => qrPath(`tel:${phone}`), [phone]);
  return (
    <svg
      className="call-qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={t('call.scan', { phone })}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  );
};
