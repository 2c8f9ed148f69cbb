import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { qrPath } from '../../../../renderer/components/call/qr-path.ts';
import type { Message } from '../../api/messages.ts';
import { makePass } from '../../api/passes.ts';
import { useMutationOnce } from '../../api/use-mutation-once.ts';
import { TaskDialog } from '../../components/dialog.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { Qr } from '../../components/qr.tsx';
import { saveFile } from '../../components/save-file.ts';

/** Dots of a picture for each of the code's own: a telephone shows it large, a printer prints it. */
const DOTS = 12;

/** Saves a QR code as a picture that every mail program takes. */
const savePicture = (text: string, name: string): void => {
  const { size, path } = qrPath(text);
  const canvas = document.createElement('canvas');
  canvas.width = size * DOTS;
  canvas.height = size * DOTS;
  const pen = canvas.getContext('2d');
  if (pen === null) return;
  pen.scale(DOTS, DOTS);
  pen.fillStyle = '#ffffff';
  pen.fillRect(0, 0, size, size);
  pen.fillStyle = '#000000';
  pen.fill(new Path2D(path));
  canvas.toBlob((picture) => {
    if (picture !== null) saveFile(name, picture, picture.type);
  }, 'image/png');
};

const mailTo = (subject: string, body: string): string =>
  `mailto:?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;

/** Makes a pass for whoever drives the delivery's route, to be sent by one's own mail program. */
export const SendPass = ({
  one: { delivery, shortId: reference },
  onClose,
}: {
  readonly one: Message;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation('messages');
  const make = useMutationOnce({ mutationFn: () => makePass(delivery, 'route') });
  const text = make.data;
  const title = t('mailTitle', { reference });
  if (text === undefined) {
    return (
      <FormDialog
        title={title}
        act={t('mailMake')}
        leave={t('leave')}
        isBusy={make.isPending}
        isKept={make.isPending}
        fault={make.isError && t('mailRefused')}
        onSend={() => make.mutate()}
        onClose={onClose}
      >
        <p>{t('mailWill')}</p>
      </FormDialog>
    );
  }
  return (
    <TaskDialog title={title} isKept onClose={onClose}>
      <p role="status">{t('mailHow')}</p>
      <Qr text={text} label={t('mailQr', { reference })} />
      <div className="acts">
        <Button
          className="button"
          onPress={() => savePicture(text, t('mailFile', { reference }))}
          autoFocus
        >
          {t('mailSave')}
        </Button>
        <a
          className="quiet-button"
          href={mailTo(t('mailSubject', { reference }), t('mailBody'))}
          // Mail may be a page of its own, and the pass is not shown again in the place of this one.
          target="_blank"
          rel="noreferrer"
        >
          {t('mailWrite')}
        </a>
        <Button className="quiet-button" onPress={onClose}>
          {t('done')}
        </Button>
      </div>
    </TaskDialog>
  );
};
