import { useState } from 'react';

/** Something that is open or not. */
export type Opening = { readonly isOpen: boolean; readonly setOpen: (isOpen: boolean) => void };

/**
 * The same, and whether it was ever opened: what lies over the page is loaded when it is first asked
 * for, not with the page.
 */
export const useOpening = (): Opening & { readonly wasOpen: boolean } => {
  const [isOpen, open] = useState(false);
  const [wasOpen, setWasOpen] = useState(false);
  const setOpen = (next: boolean): void => {
    if (next) setWasOpen(true);
    open(next);
  };
  return { isOpen, setOpen, wasOpen };
};
