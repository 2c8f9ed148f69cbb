import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { day, depotId } from '../../../shared/protocol/ids.ts';
import { DAY } from '../clock.ts';
import { scopeOf } from '../database/depot-of.ts';
import { compressAnswer } from '../http/compression.ts';
import { operatorSchema } from '../http/operation.ts';
import type { Ports } from '../ports.ts';
import { readReport, report } from './read-report.ts';

/** A leap year. */
const MOST_DAYS = 366;

const asked = z
  .strictObject({
    depot: depotId.optional(),
    from: day,
    to: day,
    by: z.enum(['day', 'week', 'month']).default('day'),
  })
  .refine(({ from, to }) => from <= to, 'must not end before it begins')
  .refine(
    ({ from, to }) => Date.parse(to) - Date.parse(from) < MOST_DAYS * DAY,
    `must not be longer than ${MOST_DAYS} days`,
  );

/** What depots did, in numbers: counted beforehand, so that no question reads every delivery. */
export const registerReportsOfDepots = (plain: FastifyInstance, ports: Ports): void => {
  plain.withTypeProvider<ZodTypeProvider>().get(
    '/v1/reports',
    {
      onSend: compressAnswer,
      schema: {
        ...operatorSchema(
          'showReport',
          'Sum up how stops ended, codes that were refused, messages, and when drivers were at the door',
          'reports',
          { problems: ['depot-missing'] },
        ),
        querystring: asked,
        response: { 200: report },
      },
    },
    async ({ query: { depot, ...rest } }) => {
      const { depots } = await scopeOf(ports.pool, { depot });
      return readReport(ports.pool, { depots, ...rest }, ports.now());
    },
  );
};
