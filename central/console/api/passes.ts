import { answerOf } from '../../client/client.ts';
import { central } from './client.ts';

/** Whose terminal a pass opens a delivery at. */
export const AUDIENCES = ['route', 'terminal', 'depot'] as const;
export type Audience = (typeof AUDIENCES)[number];

/** Makes a pass for a delivery; gives the text of its QR code, which central does not give again. */
export const makePass = async (delivery: string, audience: Audience): Promise<string> =>
  (
    await answerOf(
      central.POST('/v1/deliveries/{delivery}/passes', {
        params: { path: { delivery } },
        body: { audience },
      }),
    )
  ).text;
