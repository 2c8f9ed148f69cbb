import { useTranslation } from 'react-i18next';
import { assertNever } from '../../../shared/assert-never.ts';
import type { SetupView } from '../../../shared/terminal/view/view.ts';
import {
  BusyIcon,
  DockIcon,
  ScanIcon,
  ScannerIcon,
  TickIcon,
  UncertainIcon,
} from '../../components/icons.tsx';

type Check = SetupView['checks'][number];

/** The one thing to do now, large: for the first check that is not done, or its problem. */
export const SetupNow = ({ check }: { check: Check | null }) => {
  const { t } = useTranslation();
  const problem = check?.state === 'failed' ? check.problem : null;
  const id = check?.id ?? 'done';
  return (
    <section
      className="setup-now"
      data-state={problem === null ? (check?.state ?? 'done') : 'failed'}
      aria-live="polite"
    >
      <div className="setup-icon">{problem === null ? <NowIcon id={id} /> : <UncertainIcon />}</div>
      <div>
        <p className="setup-title">{t('setup.title')}</p>
        <h1>{problem === null ? t(`setup.now.${id}`) : t(`problem.${problem}.what`)}</h1>
        <p>{problem === null ? t(`setup.how.${id}`) : t(`problem.${problem}.next`)}</p>
      </div>
    </section>
  );
};

const NowIcon = ({ id }: { id: Check['id'] | 'done' }) => {
  switch (id) {
    case 'language':
    case 'keychain':
    case 'store':
    case 'clock':
      return <BusyIcon />;
    case 'scanner':
      return <ScannerIcon on />;
    case 'scanner-test':
    case 'enrolment':
      return <ScanIcon />;
    case 'first-dock':
      return <DockIcon />;
    case 'done':
      return <TickIcon />;
    default:
      return assertNever(id);
  }
};
