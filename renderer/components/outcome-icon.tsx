import { assertNever } from '../../shared/assert-never.ts';
import type { ExceptionOutcome } from '../../shared/protocol/outcome.ts';
import {
  DamagedIcon,
  NoAccessIcon,
  NobodyHomeIcon,
  RefusedByCustomerIcon,
  WrongAddressIcon,
} from './icons.tsx';

export const OutcomeIcon = ({ outcome }: { outcome: ExceptionOutcome }) => {
  switch (outcome) {
    case 'nobody-home':
      return <NobodyHomeIcon />;
    case 'refused-by-customer':
      return <RefusedByCustomerIcon />;
    case 'damaged':
      return <DamagedIcon />;
    case 'wrong-address':
      return <WrongAddressIcon />;
    case 'no-access':
      return <NoAccessIcon />;
    default:
      return assertNever(outcome);
  }
};
