import { useTranslation } from 'react-i18next';
import { assertNever } from '../../../shared/assert-never.ts';
import type { CheckState, SetupView } from '../../../shared/terminal/view/view.ts';
import { BusyIcon, CrossIcon, TickIcon, WaitIcon } from '../../components/icons.tsx';
import './check-row.css';

type Props = {
  readonly check: SetupView['checks'][number];
  /** False where the problem is said in large letters already. */
  readonly withProblem: boolean;
};

/** One check, and what to do when it does not pass. */
export const CheckRow = ({ check, withProblem }: Props) => {
  const { t } = useTranslation();
  const { id, state, problem } = check;
  return (
    <li className="check-row" data-state={state}>
      <span className="check-icon">
        <CheckIcon state={state} />
      </span>
      <strong>{t(`setup.check.${id}`)}</strong>
      <span className="check-state">{t(`setup.state.${state}`)}</span>
      {withProblem && problem !== null && (
        <div className="check-problem" role="alert">
          <p>{t(`problem.${problem}.what`)}</p>
          <p className="check-next">{t(`problem.${problem}.next`)}</p>
        </div>
      )}
    </li>
  );
};

/** A check's state, by its form. */
export const CheckIcon = ({ state }: { state: CheckState }) => {
  switch (state) {
    case 'waiting':
      return <WaitIcon />;
    case 'running':
      return <BusyIcon />;
    case 'done':
      return <TickIcon />;
    case 'failed':
      return <CrossIcon />;
    default:
      return assertNever(state);
  }
};
