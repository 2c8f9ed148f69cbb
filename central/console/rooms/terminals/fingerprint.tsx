import { spoken } from '../../../../shared/protocol/crypto/keys.ts';
import type { Hash } from '../../../../shared/protocol/ids.ts';
import { SpokenKey } from '../../components/spoken-key.tsx';

/** What two people read to each other, in the groups that the terminal shows as well. */
export const Fingerprint = ({ of }: { readonly of: string }) => (
  <SpokenKey groups={spoken(of as Hash)} />
);
