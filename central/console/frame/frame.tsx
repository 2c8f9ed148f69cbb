import { useSuspenseQuery } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { Suspense } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { meQuery } from '../api/queries.ts';
import { useLive } from '../api/use-live.ts';
import { DepotChoice } from './depot-choice.tsx';
import { UnknownDepot } from './failures.tsx';
import { MenuIcon } from './icons.tsx';
import { Mark } from './mark.tsx';
import { Navigation } from './navigation.tsx';
import { useOpening } from './opening.ts';
import { PersonPanel } from './person-panel.tsx';
import { SearchButton } from './search-button.tsx';
import { useChosenDepot, useIsDepotUnknown } from './use-depot.ts';
import { useSearchKeys } from './use-search-keys.ts';
import './frame.css';
import { lazyPart } from '../components/lazy-part.tsx';

const Search = lazyPart(async () => (await import('./search.tsx')).Search);
const Drawer = lazyPart(async () => (await import('./drawer.tsx')).Drawer);

/** On a narrow window the rooms are behind a button. */
const NarrowMenu = () => {
  const { t } = useTranslation();
  const { wasOpen, ...opening } = useOpening();
  return (
    <>
      <Button
        className="quiet-button"
        aria-haspopup="dialog"
        aria-expanded={opening.isOpen}
        onPress={() => opening.setOpen(true)}
      >
        <MenuIcon />
        {t('frame.menu')}
      </Button>
      {wasOpen && (
        <Suspense>
          <Drawer {...opening} />
        </Suspense>
      )}
    </>
  );
};

/** What is around each room: where one is, where else one may go, who one is. */
export const Frame = () => {
  const { t } = useTranslation();
  useSuspenseQuery(meQuery);
  useLive();
  const isUnknown = useIsDepotUnknown();
  const chosen = useChosenDepot();
  const search = useOpening();
  const openSearch = (): void => search.setOpen(true);
  useSearchKeys(openSearch);
  return (
    <div className="frame">
      <a className="frame-skip" href="#content">
        {t('frame.skip')}
      </a>
      <header className="frame-side frame-wide">
        <Mark />
        <DepotChoice />
        {chosen !== null && <SearchButton onOpen={openSearch} />}
        <Navigation />
        <PersonPanel />
      </header>
      <header className="frame-top">
        <Mark />
        {chosen !== null && <bdi className="frame-top-depot">{chosen.name}</bdi>}
        <div className="frame-top-acts">
          {chosen !== null && <SearchButton onOpen={openSearch} />}
          <NarrowMenu />
        </div>
      </header>
      <main id="content" className="frame-room" tabIndex={-1}>
        {isUnknown ? <UnknownDepot /> : <Outlet />}
      </main>
      {chosen !== null && search.isOpen && (
        <Suspense>
          <Search depot={chosen} onClose={() => search.setOpen(false)} />
        </Suspense>
      )}
    </div>
  );
};
