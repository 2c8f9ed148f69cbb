import { z } from 'zod';
import { STEPS } from './steps.ts';

const answer = z.enum(['yes', 'no', 'not-done']);
export type Answer = z.infer<typeof answer>;

/** What a machine measured by itself; null where it could not. */
const check = z.boolean().nullable();

/**
 * What is sent back. Strict at every level, and without free text: names, addresses, serial numbers
 * and paths have no place in it.
 */
export const results = z.strictObject({
  version: z.literal(1),
  at: z.iso.datetime(),
  machine: z.strictObject({
    platform: z.enum(['aix', 'android', 'darwin', 'freebsd', 'linux', 'openbsd', 'sunos', 'win32']),
    release: z.string().regex(/^[\w.+-]{1,60}$/),
    processor: z.string().regex(/^[a-z0-9]{1,10}$/),
    node: z.string().regex(/^\d+\.\d+\.\d+$/),
    memoryGb: z.int().min(0).max(4096),
  }),
  /** What the rules of docs/windows.md rest on, looked at without anybody's help. */
  found: z.strictObject({
    /** W2: the registry counts boots. */
    bootId: check,
    /** W5: the machine has an id. Which one is not said. */
    machineId: check,
    /** The keychain takes an item, gives it back, and forgets it. */
    keychain: check,
    /** W14: crash reports of Kerbside are switched off. */
    noReports: check,
    /** W15: nobody but the account, administrators and the system may use the profile. */
    closedProfile: check,
    /** Makers and products of the ports that there are, as four digits each; null: without a USB id. */
    ports: z
      .array(
        z
          .string()
          .regex(/^[0-9a-f]{4}:[0-9a-f]{4}$/)
          .nullable(),
      )
      .max(32),
  }),
  steps: z.array(
    z.strictObject({
      id: z.enum(STEPS.map(({ id }) => id) as [string, ...string[]]),
      answer,
      seconds: z.int().min(0).max(86_400),
    }),
  ),
});
export type Results = z.infer<typeof results>;

const ANSWERS: Readonly<Record<string, Answer>> = { y: 'yes', n: 'no', s: 'not-done' };

/** What a typed answer means; null if it is none. */
export const answerOf = (typed: string): Answer | null =>
  ANSWERS[typed.trim().toLowerCase().slice(0, 1)] ?? null;

/**
 * Whether an access control list, in Microsoft's SDDL, lets in nobody but one account, the
 * administrators and the system. Null if it is not one.
 *
 * @param sddl such as `D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FA;;;S-1-5-21-…)`
 */
export const isClosed = (sddl: string): boolean | null => {
  const list = /D:([A-Z]*)((?:\([^)]*\))*)/.exec(sddl);
  if (list === null) return null;
  const allowed = [...(list[2] ?? '').matchAll(/\(([^)]*)\)/g)]
    .map(([, entry = '']) => entry.split(';'))
    .filter(([kind]) => kind?.startsWith('A'))
    .map((entry) => entry[5] ?? '');
  const others = new Set(allowed.filter((who) => !['SY', 'BA', 'CO', 'OW'].includes(who)));
  const isOneAccount = [...others].every((who) => /^S-1-5-21-/.test(who)) && others.size <= 1;
  return allowed.length > 0 && isOneAccount;
};
