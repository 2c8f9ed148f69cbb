import { parseDeliveryCode } from '../../../shared/protocol/code/delivery-code.ts';
import { utf8, wipe } from '../../../shared/protocol/codec/bytes.ts';
import type { DepotId } from '../../../shared/protocol/ids.ts';
import type { Ports } from '../ports.ts';
import { hmacOfCode, type SealedCode } from './make-sealed-code.ts';

/**
 * Whether one of the codes is, read as a code is, a label in use at the depot. A carrier
 * may print labels of a code's form, and the terminal takes one that it knows for the parcel.
 */
export const equalsLabel = async (
  { pool, keys }: Pick<Ports, 'pool' | 'keys'>,
  depot: DepotId,
  codes: readonly SealedCode[],
): Promise<boolean> => {
  const { rows } = await pool.query<{ label: string }>(
    `select label from parcel
     where depot = $1 and active and length(replace(label, '-', '')) = 10`,
    [depot],
  );
  return rows.some(({ label }) => {
    const read = parseDeliveryCode(utf8(label));
    if (!read.ok) return false;
    const hmac = hmacOfCode(keys, read.value);
    wipe(read.value);
    return codes.some((code) => code.hmac.equals(hmac));
  });
};
