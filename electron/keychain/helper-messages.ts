import { z } from 'zod';
import { problemCode } from '../../shared/terminal/problem.ts';

/** What is asked of the helper: one act of the keychain. */
export const helperRequest = z.discriminatedUnion('act', [
  z.strictObject({ id: z.int(), act: z.literal('get'), account: z.string() }),
  z.strictObject({ id: z.int(), act: z.literal('set'), account: z.string(), secret: z.string() }),
  z.strictObject({ id: z.int(), act: z.literal('remove'), account: z.string() }),
]);
export type HelperRequest = z.infer<typeof helperRequest>;

/** What came of it. */
export const helperAnswer = z.strictObject({
  id: z.int(),
  result: z.discriminatedUnion('ok', [
    z.strictObject({ ok: z.literal(true), value: z.string().nullable() }),
    z.strictObject({ ok: z.literal(false), error: problemCode }),
  ]),
});
export type HelperAnswer = z.infer<typeof helperAnswer>;
