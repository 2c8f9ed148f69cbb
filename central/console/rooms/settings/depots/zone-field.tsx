import { useTranslation } from 'react-i18next';

const zones = Intl.supportedValuesOf('timeZone');
const ownZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** A time zone of those that the browser knows; at first its own, or the one that is set. */
export const ZoneField = ({ initial }: { readonly initial: string | null }) => {
  const { t } = useTranslation();
  const chosen = initial ?? (zones.includes(ownZone) ? ownZone : 'UTC');
  // A zone that this browser has under another name stays what it is.
  const offered = [...new Set(['UTC', ...zones, chosen])];
  return (
    <label className="field">
      {t('newDepot.zone')}
      <select name="zone" defaultValue={chosen}>
        {offered.map((zone) => (
          <option key={zone}>{zone}</option>
        ))}
      </select>
    </label>
  );
};
