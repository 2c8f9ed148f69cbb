import { useTranslation } from 'react-i18next';
import type { ProblemCode } from '../../../shared/problem.ts';
import { UncertainIcon } from '../../components/icons.tsx';
import { PhoneDetails } from '../../components/phone-details.tsx';
import { OpenDiagnostics } from '../it/open-diagnostics.tsx';
import './blocked-screen.css';

/** Nothing goes on here until somebody does what the second sentence says. */
export const BlockedScreen = ({ problem }: { problem: ProblemCode }) => {
  const { t } = useTranslation();
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
      </div>
    </main>
  );
};
