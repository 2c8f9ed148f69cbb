import { queryOptions } from '@tanstack/react-query';
import { answerOf, type Schemas } from '../../../client/client.ts';
import { central } from '../../api/client.ts';
import { judgeInWorker } from '../../verify/judge-in-worker.ts';

export type Delivery = Schemas['Delivery'];

/** The deliveries that somebody may mean, of all depots that they see. */
export const foundQuery = (text: string) =>
  queryOptions({
    queryKey: ['to-prove', text],
    queryFn: () =>
      answerOf(central.GET('/v1/deliveries', { params: { query: { text, limit: 20 } } })),
    enabled: text.length >= 2,
    meta: { topics: ['deliveries'] },
  });

/** One delivery as central has it. */
export const deliveryQuery = (delivery: string) =>
  queryOptions({
    queryKey: ['proved', delivery, 'view'],
    queryFn: () =>
      answerOf(central.GET('/v1/deliveries/{delivery}', { params: { path: { delivery } } })),
    meta: { topics: ['deliveries'] },
  });

/** Its proof: the file as central signed it, to the byte, and what this browser finds in it. */
export const proofQuery = (delivery: string) =>
  queryOptions({
    queryKey: ['proved', delivery, 'file'],
    queryFn: async () => {
      const asked = central.GET('/v1/deliveries/{delivery}/proof', {
        params: { path: { delivery } },
        parseAs: 'arrayBuffer',
      });
      const file = new Uint8Array(await answerOf(asked));
      return { file, verdict: await judgeInWorker(file, () => {}) };
    },
    meta: { topics: ['deliveries'] },
  });
