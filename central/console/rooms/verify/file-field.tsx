import { type DragEvent, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { useTranslation } from 'react-i18next';
import { Fault } from '../../components/fault.tsx';

/** Takes a file: dropped on it, or chosen. */
export const FileField = ({
  label,
  fault,
  onFile,
}: {
  readonly label: string;
  /** Why the last one was not looked at. */
  readonly fault: 'failed' | 'tooLarge' | null;
  readonly onFile: (file: File) => void;
}) => {
  const { t } = useTranslation('proof');
  const [isOver, setOver] = useState(false);
  const take = (files: FileList | null): void => {
    const file = files?.[0];
    if (file !== undefined) onFile(file);
  };
  const over = (event: DragEvent, isIt: boolean): void => {
    event.preventDefault();
    setOver(isIt);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button in it does the same by the keys
    <div
      className="file-field"
      data-over={isOver}
      onDragOver={(event) => over(event, true)}
      onDragLeave={(event) => over(event, false)}
      onDrop={(event) => {
        over(event, false);
        take(event.dataTransfer.files);
      }}
    >
      {fault !== null && <Fault>{t(`file.${fault}`)}</Fault>}
      <p>{t('file.drop')}</p>
      <FileTrigger onSelect={take}>
        <Button className="button">{label}</Button>
      </FileTrigger>
    </div>
  );
};
