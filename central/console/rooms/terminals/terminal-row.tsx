import { memo } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import type { Terminal } from '../../api/queries.ts';
import { AlertIcon, CloseIcon, TickIcon } from '../../frame/icons.tsx';
import { useMoment } from '../../frame/use-moment.ts';
import { Fingerprint } from './fingerprint.tsx';

export type TerminalTask = {
  readonly kind: 'rename' | 'revoke' | 'replace';
  readonly terminal: Terminal;
};

type Props = {
  readonly terminal: Terminal;
  readonly mayChange: boolean;
  /** The same one for all rows, and at each change: else every row is written anew. */
  readonly onTask: (task: TerminalTask) => void;
};

/** One terminal of a depot, and what may be done with it. It is written anew only if it has changed. */
export const TerminalRow = memo(({ terminal, mayChange, onTask }: Props) => {
  const { t } = useTranslation();
  const { t: of } = useTranslation('enrol');
  const moment = useMoment();
  const { name, status, lastDock, open, findings, fingerprint, app, behind, platform } = terminal;
  const facts = [
    lastDock === null ? t('terminals.never') : t('terminals.docked', { moment: moment(lastDock) }),
    ...(open > 0 ? [t('terminals.open', { count: open })] : []),
    ...(findings > 0 ? [t('depot.findings', { count: findings })] : []),
  ];
  return (
    <div className={`terminal-row ${status}`}>
      <div className="terminal-facts">
        <h2>
          <bdi>{name}</bdi>
        </h2>
        <p className={status === 'enrolled' ? 'standing good' : 'standing'}>
          {status === 'enrolled' ? <TickIcon /> : <CloseIcon />}
          {t(`terminals.status.${status}`)}
        </p>
        <p className="hint">{facts.join(' · ')}</p>
        {lastDock !== null && (
          <p className={behind ? 'terminal-version behind' : 'terminal-version hint'}>
            {behind && <AlertIcon />}
            {app === null ? of('noVersion') : of('version', { version: app })}
            {behind && ` · ${of('older')}`}
            {' · '}
            <bdi dir="ltr">{platform}</bdi>
          </p>
        )}
        <div className="terminal-fingerprint">
          <span className="hint">{t('terminals.fingerprint')}</span>
          <Fingerprint of={fingerprint} />
        </div>
      </div>
      <div className="acts">
        {mayChange && status !== 'revoked' && (
          <Button className="quiet-button" onPress={() => onTask({ kind: 'rename', terminal })}>
            {of('rename')}
            <span className="hidden-text">{name}</span>
          </Button>
        )}
        {mayChange && status !== 'revoked' && (
          <Button className="quiet-button" onPress={() => onTask({ kind: 'replace', terminal })}>
            {of('replace')}
            <span className="hidden-text">{name}</span>
          </Button>
        )}
        {mayChange && status === 'enrolled' && (
          <Button className="quiet-button" onPress={() => onTask({ kind: 'revoke', terminal })}>
            {t('terminals.revoke')}
            <span className="hidden-text">{name}</span>
          </Button>
        )}
      </div>
    </div>
  );
});
