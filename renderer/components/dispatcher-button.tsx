import { useTranslation } from 'react-i18next';
import { CallIcon } from './icons.tsx';
import { SideButton } from './side-button.tsx';

type Props = { readonly place: string; readonly onPress: () => void };

/** The way to the dispatcher's code. */
export const DispatcherButton = ({ place, onPress }: Props) => {
  const { t } = useTranslation();
  return (
    <SideButton place={place} icon={<CallIcon />} label={t('override.ask')} onPress={onPress} />
  );
};
