import { useSuspenseQuery } from '@tanstack/react-query';
import { Suspense, useRef } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { meQuery } from '../api/queries.ts';
import { lazyPart } from '../components/lazy-part.tsx';
import { PersonIcon } from './icons.tsx';
import { useOpening } from './opening.ts';

const PersonPopover = lazyPart(async () => (await import('./person-popover.tsx')).PersonPopover);

/** Who is signed in here; behind it, what is theirs to choose. */
export const PersonPanel = () => {
  const { t } = useTranslation();
  const { name } = useSuspenseQuery(meQuery).data;
  const button = useRef<HTMLButtonElement>(null);
  const { wasOpen, ...opening } = useOpening();
  return (
    <>
      <Button
        ref={button}
        className="quiet-button person"
        aria-haspopup="dialog"
        aria-expanded={opening.isOpen}
        onPress={() => opening.setOpen(true)}
      >
        <PersonIcon />
        <span className="hidden-text">{t('frame.you')}</span>
        <bdi>{name}</bdi>
      </Button>
      {wasOpen && (
        <Suspense>
          <PersonPopover {...opening} button={button} />
        </Suspense>
      )}
    </>
  );
};
