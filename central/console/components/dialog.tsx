import { useBlocker } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';

const stay = (): boolean => true;

/**
 * A question or a task over the page. Escape, or a touch beside it, closes it and does nothing; `isKept`:
 * only what is in it closes it, because what it shows, or is about to show, is not shown again. The
 * browser does not lead out of it either.
 */
export const TaskDialog = ({
  title,
  role = 'dialog',
  isKept = false,
  onClose,
  children,
}: {
  readonly title: string;
  readonly role?: 'dialog' | 'alertdialog';
  readonly isKept?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) => {
  useBlocker({ shouldBlockFn: stay, disabled: !isKept });
  const box = useRef<HTMLElement>(null);
  // What was pressed may be gone once it is answered: keys go on from here, and Escape among them.
  useEffect(() => {
    if (document.activeElement === document.body) box.current?.focus();
  });
  return (
    <ModalOverlay
      className="dialog-overlay"
      isOpen
      isDismissable={!isKept}
      isKeyboardDismissDisabled={isKept}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
    >
      <Modal className="dialog-box">
        <Dialog ref={box} className="dialog" role={role}>
          <Heading slot="title" level={2}>
            {title}
          </Heading>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
};
