import { useTranslation } from 'react-i18next';
import './display-button.css';
import { DisplayIcon } from './icons.tsx';

type Props = { readonly place: string; readonly onPress: () => void };

/** The way to how the terminal looks and sounds. */
export const DisplayButton = ({ place, onPress }: Props) => {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className={`display-button ${place}`}
      aria-label={t('display.title')}
      onClick={onPress}
    >
      <DisplayIcon />
    </button>
  );
};
