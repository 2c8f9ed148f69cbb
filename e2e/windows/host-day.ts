import { z } from 'zod';
import { codesOfDay } from '../../faults/kill/customers.ts';
import { HOST } from '../support/com-port.ts';

const ask = async <T>(place: string, answer: z.ZodType<T>): Promise<T> => {
  const response = await fetch(`${HOST}/days${place}`, { method: 'POST' });
  if (!response.ok) throw new Error(await response.text());
  return answer.parse(await response.json());
};

const judged = z.object({
  handOvers: z.array(z.object({ delivery: z.string(), proof: z.string() }).loose()),
  findings: z.array(z.string()),
});

/** The day of one terminal at a real central, on the machine that Wine runs on. */
export const beginDay = async () => {
  const { id, enrolment } = await ask('', z.object({ id: z.int(), enrolment: z.string() }));
  return {
    enrolment,
    /** Gives it more stops if it has few; the codes of all that it was given so far. */
    goOn: () => ask(`/${id}/go-on`, codesOfDay),
    judgement: () => ask(`/${id}/judgement`, judged),
    /** The hashes of the entries that central has of it. */
    stored: () => ask(`/${id}/stored`, z.array(z.string())),
  };
};
