import { useTranslation } from 'react-i18next';

/** What the window, the tab and the history call a view. */
export const RoomTitle = ({ room }: { readonly room: string }) => {
  const { t } = useTranslation();
  return <title>{t('title', { room, interpolation: { escapeValue: false } })}</title>;
};
