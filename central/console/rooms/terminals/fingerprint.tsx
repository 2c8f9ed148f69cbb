import { spoken } from '../../../../shared/protocol/crypto/keys.ts';
import type { Hash } from '../../../../shared/protocol/ids.ts';

/** What two people read to each other, in the groups that the terminal shows as well. */
export const Fingerprint = ({ of }: { readonly of: string }) => (
  <span className="fingerprint" dir="ltr">
    {spoken(of as Hash)
      .split(' ')
      .map((group, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the groups have a fixed order
        <span key={n}>{group}</span>
      ))}
  </span>
);
