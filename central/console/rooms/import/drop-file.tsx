import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { dateTag } from '../../../../renderer/i18n/date-tag.ts';
import { codeOf, statusOf } from '../../api/client.ts';
import { importsQuery, MAX_FILE_BYTES, sendFile } from '../../api/imports.ts';
import { useMutationOnce } from '../../api/use-mutation-once.ts';
import { Fault } from '../../components/fault.tsx';
import { Progress } from './progress.tsx';

/** Nothing that a server could take longer to refuse. */
class TooLarge extends Error {}

const Refused = ({ error }: { readonly error: unknown }) => {
  const { t, i18n } = useTranslation('import');
  if (error instanceof TooLarge || codeOf(error) === 'file-too-large') {
    const gigabytes = new Intl.NumberFormat(dateTag(i18n.language), {
      style: 'unit',
      unit: 'gigabyte',
    });
    return <Fault>{t('tooLarge', { size: gigabytes.format(1) })}</Fault>;
  }
  const isBusy = statusOf(error) === 409 || statusOf(error) === 503;
  return <Fault>{isBusy ? t('busy') : t('lost')}</Fault>;
};

/** Takes a file in: dropped, or chosen. It is sent as the browser reads it, and only checked. */
export const DropFile = ({ depot }: { readonly depot: string }) => {
  const { t } = useTranslation('import');
  const navigate = useNavigate();
  const queries = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const [share, setShare] = useState(0);
  const stop = useRef<AbortController>(null);
  // Whoever has gone on meanwhile is not fetched back: the file is in the list.
  const isHere = useRef(false);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);
  const send = useMutationOnce({
    mutationFn: (file: File) => {
      if (file.size > MAX_FILE_BYTES) throw new TooLarge();
      setShare(0);
      stop.current = new AbortController();
      return sendFile(depot, file, setShare, stop.current.signal);
    },
    onSuccess: async (id) => {
      if (isHere.current) await navigate({ to: '/import/$import', params: { import: id } });
      else await queries.invalidateQueries(importsQuery(depot));
    },
  });
  const take = (files: FileList | null): void => {
    const [file] = files ?? [];
    if (file !== undefined && !send.isPending) send.mutate(file);
  };
  if (send.isPending) {
    return (
      <div className="drop">
        <Progress label={t('sending', { name: send.variables.name })} share={share} />
        <Button className="quiet-button" onPress={() => stop.current?.abort()} autoFocus>
          {t('stop')}
        </Button>
      </div>
    );
  }
  const wasStopped = stop.current?.signal.aborted === true;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what is dropped here can be chosen by the button as well
    <div
      className={isOver ? 'drop over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files);
      }}
    >
      {send.isError && !wasStopped && <Refused error={send.error} />}
      <p className="drop-here">{t('drop')}</p>
      <div className="acts">
        <Button className="button" onPress={() => input.current?.click()}>
          {t('choose')}
        </Button>
        <a className="quiet-button" href={`/v1/depots/${depot}/import-template`} download>
          {t('template')}
        </a>
      </div>
      <p className="hint">{t('dropHint')}</p>
      <input
        ref={input}
        hidden
        type="file"
        accept=".csv,.txt,.tsv,.xlsx"
        aria-label={t('choose')}
        onChange={({ target }) => {
          take(target.files);
          // The same file, mended, can be chosen again.
          target.value = '';
        }}
      />
    </div>
  );
};
