import type { ManifestDelivery } from '../../shared/protocol/api/terminal.ts';
import type { Epoch, Instant, Random16 } from '../../shared/protocol/ids.ts';
import type { AuditFile } from '../../shared/protocol/proof/audit-file.ts';
import { passOf } from './what-central-makes.ts';

/** What an audit is told of codes and passes: all that were ever issued. */
export const verifiersOf = (issued: readonly ManifestDelivery[]): AuditFile['verifiers'] => {
  const all = issued.flatMap(({ verifier, override }) => [verifier, override]);
  const named = all.flatMap((one) => {
    if (one.scheme !== 'sealed') return [];
    const { delivery, epoch, purpose, presenceKey, notBefore, notAfter } = one;
    const valid = { notBefore, notAfter, withdrawnAt: null };
    const known = {
      scheme: 'sealed',
      purpose,
      delivery,
      epoch,
      presenceKey,
      ...valid,
    } as const;
    return [[`${delivery} ${epoch} ${purpose}`, known]] as const;
  });
  const ofPasses = [1, 2, 3, 4, 5, 6, 7].flatMap((customer) =>
    ([0, 1] as const).map((nth) => {
      const made = passOf({ customer, nth, audience: 'depot' });
      const { of: delivery, presenceKey } = made;
      const [notBefore, notAfter] = [made.notBefore as Instant, made.notAfter as Instant];
      const [once, epoch] = [made.once as Random16, made.epoch as Epoch];
      const valid = { notBefore, notAfter, withdrawnAt: null };
      return {
        scheme: 'pass',
        once,
        delivery,
        epoch,
        presenceKey,
        ...valid,
      } as const;
    }),
  );
  return [...new Map(named).values(), ...ofPasses];
};
