import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HistoryRow, HistoryView } from '../../../shared/terminal/view/history-view.ts';
import { useAsk } from '../../bridge.tsx';
import { BigButton } from '../../components/big-button.tsx';
import { BackIcon } from '../../components/icons.tsx';
import { Notice } from '../../components/step/notice.tsx';
import { HistoryRowLine } from './history-row.tsx';
import './history-screen.css';

const mayUndo = ({ what }: HistoryRow): boolean => what.kind === 'exception' && what.mayUndo;

/** What was done today. An exception that was a mistake is chosen first, and then taken back. */
export const HistoryScreen = ({ view }: { view: HistoryView }) => {
  const { t } = useTranslation();
  const ask = useAsk();
  const [chosen, setChosen] = useState<number | null>(null);
  const [notTaken, setNotTaken] = useState(false);
  const { rows, from, total } = view;
  const row = rows.find((one) => one.sequence === chosen && mayUndo(one)) ?? null;
  const after = total - from - rows.length;
  const back = () => void ask['history/close']({});
  const undo = async (): Promise<void> => {
    if (row === null) return;
    const answer = await ask['exception/undo']({ sequence: row.sequence });
    setNotTaken(!answer.ok);
    if (answer.ok) setChosen(null);
  };
  return (
    <main className="screen history">
      <header className="history-head">
        <button type="button" className="step-back" aria-label={t('door.back')} onClick={back}>
          <BackIcon />
        </button>
        <h1>{t('history.title')}</h1>
      </header>
      {notTaken && <Notice text={t('step.notTaken')} />}
      {total === 0 ? (
        <p className="history-none">{t('history.none')}</p>
      ) : (
        <ol className="history-rows">
          {from > 0 && (
            <li>
              <button
                type="button"
                className="route-more"
                onClick={() => void ask['history/open']({ from: 0 })}
              >
                {t('history.newest')}
              </button>
            </li>
          )}
          {rows.map((one) => (
            <HistoryRowLine
              key={one.sequence}
              row={one}
              chosen={one === row}
              onChoose={
                mayUndo(one) ? () => setChosen(one === row ? null : one.sequence) : undefined
              }
            />
          ))}
          {after > 0 && (
            <li>
              <button
                type="button"
                className="route-more"
                onClick={() => void ask['history/open']({ from: from + rows.length })}
              >
                {t('history.older')}
              </button>
            </li>
          )}
        </ol>
      )}
      {row === null ? (
        <BigButton key="back" label={t('door.back')} onPress={back} />
      ) : (
        <BigButton
          key={row.sequence}
          label={t('history.undo', { position: row.stop?.position ?? '' })}
          onPress={() => void undo()}
        />
      )}
    </main>
  );
};
