import { Button, Dialog, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { DepotChoice } from './depot-choice.tsx';
import { CloseIcon } from './icons.tsx';
import { Mark } from './mark.tsx';
import { Navigation } from './navigation.tsx';
import type { Opening } from './opening.ts';
import { PersonPanel } from './person-panel.tsx';

/** The rooms over a narrow window. */
export const Drawer = ({ isOpen, setOpen }: Opening) => {
  const { t } = useTranslation();
  return (
    <ModalOverlay className="drawer-overlay" isDismissable isOpen={isOpen} onOpenChange={setOpen}>
      <Modal className="drawer">
        <Dialog className="frame-side" aria-label={t('frame.menu')}>
          <div className="frame-side-head">
            <Mark />
            <Button slot="close" className="quiet-button only-icon" aria-label={t('frame.close')}>
              <CloseIcon />
            </Button>
          </div>
          <DepotChoice />
          <Navigation onGone={() => setOpen(false)} />
          <PersonPanel />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
};
