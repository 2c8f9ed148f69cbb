import { z } from 'zod';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What is done about parcels of a stop that nobody has scanned, when the customer's code is shown. */
export const unscannedRule = z.enum(['free', 'ask', 'refuse']);
export type UnscannedRule = z.infer<typeof unscannedRule>;

/** What is done where evidence that a stop needs is missing: the driver decides, or nobody. */
export const missingEvidenceRule = z.enum(['ask', 'refuse']);
export type MissingEvidenceRule = z.infer<typeof missingEvidenceRule>;

/** What a depot decides for its terminals. All durations in milliseconds. */
export const policy = z.strictObject({
  /** How long after a docking a terminal may accept: a lost one goes dead by itself. */
  leaseMs: z
    .int()
    .min(HOUR)
    .max(30 * 24 * HOUR),
  /** How far the wall clock may lie from trusted time before it is an entry and a warning. */
  clockToleranceMs: z.int().min(1_000).max(HOUR),
  /** Whether a clock that runs behind the log stops acceptance, or only warns. */
  clockBlocks: z.boolean(),
  /** The wait after the first, second, … wrong code; after the last of them it stays the same. */
  waitsMs: z
    .array(
      z
        .int()
        .min(0)
        .max(24 * HOUR),
    )
    .min(1)
    .max(20),
  /** Whether a docking signs the driver out: the next one is somebody else, as a rule. */
  signOutAtDock: z.boolean().default(false),
  /** Whether terminals dock by themselves wherever they have a network, and not at the dock alone. */
  docksOnNetwork: z.boolean().default(false),
  /** Whether parcels that were not scanned are handed over unasked, once the driver says so, or never. */
  unscanned: unscannedRule.default('ask'),
  /**
   * Whether parcels are handed over although evidence that the stop needs is missing: once the
   * driver says so, or never. With the dispatcher's code the driver may always say so.
   */
  missingEvidence: missingEvidenceRule.default('refuse'),
  /** Whether terminals are given the numbers of customers who may be called. */
  customerNumbers: z.boolean().default(false),
});
export type Policy = z.infer<typeof policy>;

/** What counts until a depot has said otherwise. */
export const DEFAULT_POLICY: Policy = {
  leaseMs: 36 * HOUR,
  clockToleranceMs: 2 * MINUTE,
  clockBlocks: true,
  waitsMs: [0, 30_000, 5 * MINUTE, HOUR],
  signOutAtDock: false,
  docksOnNetwork: false,
  unscanned: 'ask',
  missingEvidence: 'refuse',
  customerNumbers: false,
};

/** How long to wait after so many wrong codes, 1 or more. */
export const waitAfter = (wrongCodes: number, { waitsMs }: Pick<Policy, 'waitsMs'>): number =>
  waitsMs[Math.min(wrongCodes, waitsMs.length) - 1] ?? 0;
