import { z } from 'zod';
import { codesOfDay } from '../../faults/kill/customers.ts';
import { keysFrom, type LivesDay } from '../../faults/kill/depot-day.ts';
import { deliveryId, hash, publicKey } from '../../shared/protocol/ids.ts';
import { HOST } from '../support/com-port.ts';

const ask = async <T>(place: string, answer: z.ZodType<T>): Promise<T> => {
  const response = await fetch(`${HOST}/days${place}`, { method: 'POST' });
  if (!response.ok) throw new Error(await response.text());
  return answer.parse(await response.json());
};

const begun = z.strictObject({ id: z.int(), enrolment: z.string() });
const known = z.strictObject({ findings: z.array(z.string()), stored: z.array(hash) });
const key = publicKey.nullable();
const presenceKeys = z.array(
  z.strictObject({ delivery: deliveryId, 'hand-over': key, override: key }),
);

/** The day of one terminal at a real central, on the machine that Wine runs on. */
export const beginHostDay = async (): Promise<LivesDay> => {
  const { id, enrolment } = await ask('', begun);
  return {
    enrolment,
    goOn: () => ask(`/${id}/go-on`, codesOfDay),
    known: () => ask(`/${id}/known`, known.nullable()),
    presenceKeys: async () => keysFrom(await ask(`/${id}/presence-keys`, presenceKeys)),
  };
};
