import { z } from 'zod';
import { utf8 } from '../../../shared/protocol/codec/bytes.ts';
import { MINUTE } from '../clock.ts';
import type { Database } from '../database/pool.ts';
import { seal, unseal } from '../keys/seal.ts';
import type { Ports } from '../ports.ts';
import { databaseTime } from './authenticator.ts';
import { keyFor } from './secrets.ts';

const GOOD_MS = 10 * MINUTE;
const BINDING = 'kerbside/v1/provider-flow';

const flow = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  /** The set-up link that somebody follows, and what a new admin is called; null: they sign in. */
  link: z.string().nullable(),
  name: z.string().nullable(),
  // Not in a flow that the version before has begun.
  /** The session whose person shows once more who they are; null: somebody comes in. */
  again: z.object({ operator: z.string(), session: z.string() }).nullable().default(null),
  /** Where in the console they go on. */
  next: z.string().default('/'),
  until: z.number(),
});
export type BegunFlow = Omit<z.infer<typeof flow>, 'until'>;

type Keys = Pick<Ports['keys'], 'signIn'>;

/** What a browser keeps while its person is at the provider: it can neither read nor change it. */
export const sealFlow = async (db: Database, keys: Keys, begun: BegunFlow): Promise<string> => {
  const until = (await databaseTime(db)) + GOOD_MS;
  const text = JSON.stringify({ ...begun, until });
  return seal(keyFor(keys, 'provider'), BINDING, utf8(text)).toString('base64url');
};

/** What `sealFlow` made, if it is not over; null for anything else. */
export const openFlow = async (
  db: Database,
  keys: Keys,
  value: string,
): Promise<BegunFlow | null> => {
  const opened = unseal(keyFor(keys, 'provider'), BINDING, Buffer.from(value, 'base64url'));
  if (opened === null) return null;
  const { until, ...begun } = flow.parse(JSON.parse(Buffer.from(opened).toString()));
  return until > (await databaseTime(db)) ? begun : null;
};
