import { useEffect } from 'react';

/** Opens the search by ⌘K or Ctrl+K, wherever somebody is. */
export const useSearchKeys = (open: () => void): void => {
  useEffect(() => {
    const hear = (event: KeyboardEvent): void => {
      if (!(event.metaKey || event.ctrlKey) || event.altKey || event.key.toLowerCase() !== 'k')
        return;
      event.preventDefault();
      open();
    };
    window.addEventListener('keydown', hear);
    return () => window.removeEventListener('keydown', hear);
  });
};
