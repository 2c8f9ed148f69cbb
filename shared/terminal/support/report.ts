import { z } from 'zod';
import { depotId, instant, terminalId } from '../../protocol/ids.ts';
import { timeTrust } from '../../protocol/time/trusted-time.ts';
import { problemCode } from '../problem.ts';
import { serialPath } from '../settings/it-settings.ts';

const version = z.string().regex(/^[\w.+-]{1,40}$/);
const count = z.int().min(0);

/** What a terminal that runs knows of itself. */
export const terminalFacts = z.strictObject({
  identity: z.strictObject({
    /** Null before enrolment. */
    terminal: terminalId.nullable(),
    depot: depotId.nullable(),
    /** Of the terminal's public key, as people read it to each other. */
    fingerprint: z.string().regex(/^[0-9A-Z]{4}( [0-9A-Z]{4}){5}$/),
  }),
  store: z.strictObject({
    bytes: count,
    schema: count,
    sqlite: version,
    /** Whether SQLite's own check of every page found nothing. */
    whole: z.boolean(),
  }),
  log: z.strictObject({
    length: count,
    /** The first characters of the newest entry's hash. */
    head: z
      .string()
      .regex(/^[\w-]{8}$/)
      .nullable(),
    waiting: count,
    since: instant.nullable(),
  }),
  scanner: z.strictObject({
    status: z.enum(['connected', 'searching', 'problem']),
    problem: problemCode.nullable(),
    lastScan: instant.nullable(),
  }),
  clock: z.strictObject({
    wall: instant,
    trust: timeTrust,
    wrong: z.boolean(),
    leaseEnds: instant.nullable(),
    lastDock: instant.nullable(),
  }),
});
export type TerminalFacts = z.infer<typeof terminalFacts>;

/** What is known of the machine without any terminal. */
export const machineFacts = z.strictObject({
  app: version,
  electron: version,
  chromium: version,
  node: version,
  platform: version,
  architecture: version,
  keychain: z.enum(['secret-service', 'windows-credentials', 'macos-keychain']),
  disk: z.strictObject({ free: count, size: count }).nullable(),
  /** Where the scanner is said to be; null where it is found by itself. */
  scannerPath: serialPath.nullable(),
});
export type MachineFacts = z.infer<typeof machineFacts>;

/** Whether central answered just now, and how far its signed time lies from the wall clock. */
const reachFacts = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('not-enrolled') }),
  z.strictObject({ state: z.literal('asking'), central: z.url() }),
  z.strictObject({ state: z.literal('reached'), central: z.url(), offsetMs: z.int() }),
  z.strictObject({ state: z.literal('failed'), central: z.url(), problem: problemCode }),
]);

/**
 * All that diagnostics say, on the screen and in a support bundle. Strict at every level: a code, a
 * key, a name, an address or a telephone number has no place in it.
 */
export const diagnosticsReport = z.strictObject({
  at: instant,
  /** Why the terminal is blocked; null if it is not. */
  problem: problemCode.nullable(),
  settingsProblem: z.enum(['settings-newer', 'settings-damaged', 'settings-not-saved']).nullable(),
  machine: machineFacts,
  /** Null while no terminal runs: keychain or store would not open. */
  terminal: terminalFacts.nullable(),
  reach: reachFacts,
});
export type DiagnosticsReport = z.infer<typeof diagnosticsReport>;
