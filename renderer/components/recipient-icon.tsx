import { assertNever } from '../../shared/assert-never.ts';
import type { Recipient } from '../../shared/protocol/outcome.ts';
import { NeighbourIcon, PersonIcon, SafePlaceIcon } from './icons.tsx';

export const RecipientIcon = ({ to }: { to: Recipient['to'] }) => {
  switch (to) {
    case 'customer':
      return <PersonIcon />;
    case 'neighbour':
      return <NeighbourIcon />;
    case 'safe-place':
      return <SafePlaceIcon />;
    default:
      return assertNever(to);
  }
};
