import { assertNever } from '../../shared/assert-never.ts';
import type { Recipient } from '../../shared/protocol/outcome.ts';
import { Icon, NeighbourIcon, PersonIcon, SafePlaceIcon } from './icons.tsx';

const HouseholdIcon = () => (
  <Icon stroke={8}>
    <path d="M8 50L50 12l42 38M20 42v46h60V42M33 86c0-24 34-24 34 0M50 44a8 8 0 1 0 .1 0" />
  </Icon>
);

export const RecipientIcon = ({ to }: { to: Recipient['to'] }) => {
  switch (to) {
    case 'customer':
      return <PersonIcon />;
    case 'household':
      return <HouseholdIcon />;
    case 'neighbour':
      return <NeighbourIcon />;
    case 'safe-place':
      return <SafePlaceIcon />;
    default:
      return assertNever(to);
  }
};
