import { randomBytes } from 'node:crypto';
import { utf8 } from '../../../shared/protocol/codec/bytes.ts';
import type { DepotId } from '../../../shared/protocol/ids.ts';
import { seal, unseal } from '../keys/seal.ts';
import type { Ports } from '../ports.ts';

type Keys = Pick<Ports['keys'], 'webhooks'>;

const bindingOf = (depot: DepotId, webhook: string): string =>
  `kerbside/v1/webhook/${depot}/${webhook}`;

/** What Standard Webhooks asks for: 24 bytes and more. */
const BYTES = 32;

/** Makes the secret of a webhook: shown once, and kept sealed. */
export const makeSecret = (
  { webhooks }: Keys,
  depot: DepotId,
  webhook: string,
): { readonly secret: string; readonly sealed: Buffer } => {
  const secret = `whsec_${randomBytes(BYTES).toString('base64')}`;
  return { secret, sealed: seal(webhooks, bindingOf(depot, webhook), utf8(secret)) };
};

/** The secret of a webhook, for its next request. */
export const openSecret = (
  { webhooks }: Keys,
  depot: DepotId,
  webhook: string,
  sealed: Uint8Array,
): string => {
  const secret = unseal(webhooks, bindingOf(depot, webhook), sealed);
  if (secret === null) throw new Error(`the secret of webhook ${webhook} does not open`);
  return Buffer.from(secret).toString('utf8');
};
