import { useTranslation } from 'react-i18next';
import { useDepot } from '../../depot.tsx';
import './call-panel.css';
import { PhoneQr } from './phone-qr.tsx';

/** The dispatcher's number, to be read and to be scanned by a telephone, and who is calling. */
export const CallPanel = () => {
  const { t } = useTranslation();
  const { dispatcherPhone: phone, terminalName: name } = useDepot();
  if (phone === null && name === null) return null;
  return (
    <aside className="call-panel">
      {phone !== null && <PhoneQr phone={phone} />}
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
