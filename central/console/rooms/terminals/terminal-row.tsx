import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import type { Terminal } from '../../api/queries.ts';
import { AlertIcon, CloseIcon, TickIcon } from '../../frame/icons.tsx';
import { useMoment } from '../../frame/use-moment.ts';
import { Fingerprint } from './fingerprint.tsx';

/** One terminal of a depot, and what may be done with it; null: that may not. */
export const TerminalRow = ({
  terminal,
  onRename,
  onRevoke,
  onReplace,
}: {
  readonly terminal: Terminal;
  readonly onRename: (() => void) | null;
  readonly onRevoke: (() => void) | null;
  readonly onReplace: (() => void) | null;
}) => {
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
    <li className={`terminal-row ${status}`}>
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
        {onRename !== null && (
          <Button className="quiet-button" onPress={onRename}>
            {of('rename')}
            <span className="hidden-text">{name}</span>
          </Button>
        )}
        {onReplace !== null && (
          <Button className="quiet-button" onPress={onReplace}>
            {of('replace')}
            <span className="hidden-text">{name}</span>
          </Button>
        )}
        {onRevoke !== null && (
          <Button className="quiet-button" onPress={onRevoke}>
            {t('terminals.revoke')}
            <span className="hidden-text">{name}</span>
          </Button>
        )}
      </div>
    </li>
  );
};
