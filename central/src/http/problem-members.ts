import { z } from 'zod';
import { signedDocument } from '../../../shared/protocol/api/signed.ts';
import { instant, random16 } from '../../../shared/protocol/ids.ts';
import type { HttpProblem } from './problems.ts';

/** What is wrong with a member of the request, which a JSON pointer names (RFC 6901). */
export const memberProblem = z
  .object({ pointer: z.string(), code: z.string(), reason: z.string() })
  .meta({
    id: 'MemberProblem',
    examples: [{ pointer: '/phone', code: 'missing', reason: 'The member is missing.' }],
  });

/** What is wrong with a line of a file. Lines count from 1, as a spreadsheet shows them. */
export const lineProblem = z
  .object({ line: z.int(), column: z.string().nullable(), code: z.string(), reason: z.string() })
  .meta({
    id: 'LineProblem',
    examples: [{ line: 7, column: 'phone', code: 'missing', reason: 'The cell is empty.' }],
  });

const fieldProblem = z.object({ field: z.string(), code: z.string(), reason: z.string() });
const fields = z.array(fieldProblem);
const delivery = z.uuid().optional();

/** Where a request is not of the operation's form, and how to mend it. */
export const issue = z.object({ where: z.string(), code: z.string(), message: z.string() }).meta({
  id: 'Issue',
  examples: [{ where: 'query/limit', code: 'too-big', message: 'Write a number of at most 1000.' }],
});

/** The members that problems have beside type, title and status. */
export const PROBLEM_MEMBERS: Readonly<Partial<Record<HttpProblem, z.ZodRawShape>>> = {
  'bad-request': { issues: z.array(issue).optional() },
  'csv-refused': { lines: z.array(lineProblem) },
  'deliveries-refused': { errors: z.array(memberProblem) },
  'change-refused': { fields, delivery },
  'other-day': { delivery },
  'version-stale': { current: z.array(z.object({ id: z.uuid(), version: z.int() })) },
  'nothing-to-send': {
    why: z.enum(['no-code-yet', 'sent-and-forgotten', 'token', 'no-telephone']),
    instead: z.array(z.enum(['pass', 'override', 'reissue'])),
  },
  'case-settled': {
    settled: z.array(
      z.object({
        case: z.int(),
        as: z.string().nullable(),
        code: z.string().nullable(),
        by: z.string().nullable(),
        at: instant.nullable(),
      }),
    ),
  },
  'case-assigned': {
    assigned: z.array(z.object({ case: z.int(), to: z.string().nullable() })),
  },
  'other-decision': { case: z.int() },
  'not-countable': { case: z.int().optional() },
  'delivery-counted': { case: z.int().optional() },
  'password-weak': { why: z.string() },
  'clock-skew': { nonce: random16 },
  'unknown-terminal': { keys: signedDocument },
};
