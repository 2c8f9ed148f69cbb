import type { DeliveryId } from '../../../shared/protocol/ids.ts';
import type { Verifier } from '../../../shared/protocol/proof/audit-file.ts';
import type { TerminalKey } from '../actors.ts';
import type { Database } from '../database/pool.ts';
import { PASS_IS_FOR } from '../passes/pass-audience.ts';

/**
 * The public keys of a terminal's codes, and of every pass that it could have taken: of one delivery,
 * or of all.
 */
export const readVerifiers = async (
  db: Database,
  { depot, id: terminal }: TerminalKey,
  delivery: DeliveryId | null,
): Promise<Verifier[]> => {
  const codes = await db.query<Verifier>(
    `select 'sealed' as scheme, code.purpose, delivery, epoch, code.key as "presenceKey",
       code.not_before as "notBefore", code.not_after as "notAfter",
       withdrawn_at as "withdrawnAt"
     from issue, lateral (values ('hand-over', presence_key, not_before, not_after),
         ('override', override_presence_key, override_not_before, override_not_after))
       as code (purpose, key, not_before, not_after)
     where depot = $1 and terminal = $2 and code.key is not null
       and ($3::uuid is null or delivery = $3)
     order by delivery, epoch, purpose`,
    [depot, terminal, delivery],
  );
  const passes = await db.query<Verifier>(
    `select 'pass' as scheme, p.once, p.delivery, p.epoch, p.presence_key as "presenceKey",
       p.not_before as "notBefore", p.not_after as "notAfter", p.withdrawn_at as "withdrawnAt"
     from pass p join terminal t on t.depot = p.depot and t.id = $2
     where p.depot = $1 and ($3::uuid is null or p.delivery = $3) and ${PASS_IS_FOR}
     order by p.delivery, p.epoch`,
    [depot, terminal, delivery],
  );
  return [...codes.rows, ...passes.rows];
};
