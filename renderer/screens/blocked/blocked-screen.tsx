import { useTranslation } from 'react-i18next';
import { mayPass } from '../../../shared/terminal/may-pass.ts';
import type { ProblemCode } from '../../../shared/terminal/problem.ts';
import { useAsk } from '../../bridge.tsx';
import { BigButton } from '../../components/big-button.tsx';
import { UncertainIcon } from '../../components/icons.tsx';
import { PhoneDetails } from '../../components/phone-details.tsx';
import { OpenDiagnostics } from '../it/open-diagnostics.tsx';
import './blocked-screen.css';

/** Where nothing is accepted any more, but what there is is still sent. */
const STILL_SENDS: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'store-rolled-back',
  'terminal-revoked',
  'log-refused',
]);

type Props = {
  readonly problem: ProblemCode;
  /** Records that the depot does not have. */
  readonly unsent: number;
};

/** Nothing goes on here until it has passed, or somebody does what the second sentence says. */
export const BlockedScreen = ({ problem, unsent }: Props) => {
  const { t } = useTranslation();
  const ask = useAsk();
  return (
    <main className="screen blocked">
      <OpenDiagnostics />
      <PhoneDetails code={problem} stop={null} />
      <div className="blocked-says" role="alert">
        <div className="blocked-icon">
          <UncertainIcon />
        </div>
        <p className="blocked-title">{t('blocked.title')}</p>
        <h1>{t(`problem.${problem}.what`)}</h1>
        <p className="blocked-next">{t(`problem.${problem}.next`)}</p>
        {STILL_SENDS.has(problem) && (
          <p className="blocked-unsent">
            {unsent === 0 ? t('blocked.sent') : t('blocked.left', { count: unsent })}
          </p>
        )}
      </div>
      {mayPass(problem) && (
        <BigButton label={t('blocked.again')} onPress={() => void ask['problem/retry']({})} />
      )}
    </main>
  );
};
