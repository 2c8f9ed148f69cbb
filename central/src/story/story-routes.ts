import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { deliveryId } from '../../../shared/protocol/ids.ts';
import { depotOf } from '../database/depot-of.ts';
import { operatorSchema } from '../http/operation.ts';
import { wholeList } from '../http/pages.ts';
import { sendProblem } from '../http/problems.ts';
import type { Ports } from '../ports.ts';
import { storyEvent } from './story-event.ts';
import { tellStory } from './tell-story.ts';

/** What happened to a delivery. */
export const registerStoryRoutes = (plain: FastifyInstance, ports: Ports): void => {
  plain.withTypeProvider<ZodTypeProvider>().get(
    '/v1/deliveries/:delivery/story',
    {
      schema: {
        ...operatorSchema(
          'tellStory',
          'Tell all that happened to a delivery, in order: who did what, when',
          'deliveries',
          { problems: ['unknown-delivery'] },
        ),
        params: z.object({ delivery: deliveryId }),
        querystring: wholeList,
        response: { 200: z.object({ events: z.array(storyEvent).readonly() }) },
      },
    },
    async ({ params: { delivery } }, reply) => {
      const depot = await depotOf(ports.pool, 'delivery', delivery);
      const events = depot === null ? null : await tellStory(ports.pool, depot, delivery);
      return events === null ? sendProblem(reply, 'unknown-delivery') : { events };
    },
  );
};
