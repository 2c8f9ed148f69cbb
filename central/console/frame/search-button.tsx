import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { SearchIcon } from './icons.tsx';

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Opens the search, and says which keys do. */
export const SearchButton = ({ onOpen }: { readonly onOpen: () => void }) => {
  const { t } = useTranslation();
  return (
    <Button className="search-button quiet-button" aria-haspopup="dialog" onPress={onOpen}>
      <SearchIcon />
      <span>{t('search.open')}</span>
      <span className="keys" aria-hidden="true">
        {isMac ? '⌘K' : 'Ctrl K'}
      </span>
    </Button>
  );
};
