import { z } from 'zod';
import { type Instant, instant, terminalId } from '../../protocol/ids.ts';
import { policy } from '../../protocol/policy.ts';
import { CHANNELS } from '../channels/contract.ts';
import { problemCode } from '../problem.ts';
import { itSettings } from '../settings/it-settings.ts';
import { settings } from '../settings/settings.ts';
import { diagnosticsReport } from './report.ts';

/** The most lines of the support log that go into one bundle: the newest. */
export const MAX_LOG_LINES = 1_000;
export const MAX_CRASHES = 50;

const version = z.string().regex(/^\d+\.\d+\.\d+(-[a-z0-9.]{1,20})?$/);
const word = z.string().regex(/^[a-z]+(-[a-z]+)*$/);

/** The facts of a line of the support log that may leave the terminal, each in its form. */
const facts = {
  problem: problemCode.nullable(),
  channel: z.enum(Object.keys(CHANNELS) as [keyof typeof CHANNELS]),
  error: z.enum(['refused', 'malformed', 'internal']),
  step: z.enum(['prove-time', 'hand-in', 'pull']),
  terminal: terminalId,
  version,
  electron: version,
  handedIn: z.boolean(),
};
const logLine = z.strictObject({
  at: z.iso.datetime(),
  event: word.max(40),
  ...z.object(facts).partial().shape,
  /** How many facts of this line were left out. */
  leftOut: z.int().min(1).optional(),
});
export type LogLine = z.infer<typeof logLine>;

/** A support bundle: nothing goes in that its schema has no place for. */
export const supportBundle = z.strictObject({
  format: z.literal('kerbside-support'),
  version: z.literal(1),
  made: instant,
  report: diagnosticsReport,
  settings,
  itSettings,
  policy: policy.nullable(),
  crashes: z.array(z.strictObject({ at: instant, bytes: z.int().min(0) })).max(MAX_CRASHES),
  log: z.array(logLine).max(MAX_LOG_LINES),
  /** Lines of the log that are of no known form, and are not here. */
  unreadLines: z.int().min(0),
});
export type SupportBundle = z.infer<typeof supportBundle>;

const anyLine = z.looseObject({ at: logLine.shape.at, event: logLine.shape.event });

/** What may be shown of one line of the support log; null for what is no line of it. */
export const redactLine = (text: string): LogLine | null => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const line = anyLine.safeParse(json);
  if (!line.success) return null;
  const { at, event, ...said } = line.data;
  const kept = Object.entries(said).filter(([name, value]) => {
    const form = Object.hasOwn(facts, name) ? facts[name as keyof typeof facts] : null;
    return form?.safeParse(value).success ?? false;
  });
  const leftOut = Object.keys(said).length - kept.length;
  const shown = { at, event, ...Object.fromEntries(kept), ...(leftOut > 0 ? { leftOut } : {}) };
  return logLine.parse(shown);
};

type Parts = Pick<SupportBundle, 'report' | 'settings' | 'itSettings' | 'policy' | 'crashes'> & {
  /** The support log's lines, oldest first. */
  readonly lines: readonly string[];
  readonly now: Instant;
};

/** Puts a bundle together. Throws if a part is not of the bundle's form. */
export const makeBundle = ({ lines, now, crashes, ...parts }: Parts): SupportBundle => {
  const newest = lines.slice(-MAX_LOG_LINES);
  const log = newest.map(redactLine).filter((line) => line !== null);
  return supportBundle.parse({
    format: 'kerbside-support',
    version: 1,
    made: now,
    ...parts,
    crashes: crashes.slice(-MAX_CRASHES),
    log,
    unreadLines: newest.length - log.length,
  });
};

/** The text of a bundle: what is previewed and what is saved are the same characters. */
export const bundleText = (bundle: SupportBundle): string => {
  const { log, ...rest } = bundle;
  const head = JSON.stringify(rest, null, 2).slice(0, -2);
  const lines = log.map((line) => `    ${JSON.stringify(line)}`).join(',\n');
  return `${head},\n  "log": [\n${lines}\n  ]\n}\n`;
};

/** `kerbside-<terminal>-<date>.kerbside-support`: the terminal by the start of its id, or `new`. */
export const bundleName = ({ report, made }: SupportBundle): string => {
  const terminal = report.terminal?.identity.terminal?.slice(0, 8) ?? 'new';
  return `kerbside-${terminal}-${new Date(made).toISOString().slice(0, 10)}.kerbside-support`;
};
