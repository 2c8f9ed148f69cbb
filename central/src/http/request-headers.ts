import { z } from 'zod';
import type { HttpProblem } from './problems.ts';

const KEY =
  'A string in double quotes (RFC 9651), the same for each try of one request. The same key with the same request gives the same answer, for a day.';

/** The headers of a request that does something once. Other headers pass. */
export const onceHeaders = z.looseObject({
  'idempotency-key': z
    .string()
    .optional()
    .meta({ description: KEY, examples: ['"8e03978e-40d5-43dd-bc93-6894a57f9324"'] }),
});

/** The headers of a request that changes something whose version it names. */
export const changeHeaders = z.looseObject({
  ...onceHeaders.shape,
  'if-match': z
    .string()
    .optional()
    .meta({
      description:
        'The version that was seen and is to be changed, as its ETag was: in double quotes.',
      examples: ['"3"'],
    }),
});

/** What a request that does something once can be refused for. */
export const ONCE: readonly HttpProblem[] = [
  'idempotency-key-missing',
  'request-running',
  'idempotency-key-reused',
];
/** What one that names a version can be refused for. */
export const VERSIONED: readonly HttpProblem[] = ['version-missing', 'version-stale'];
