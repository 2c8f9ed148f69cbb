import { resolve } from 'node:path';
import { z } from 'zod';
import { err, ok, type Result } from '../../shared/result.ts';
import { makeProvider, readProviderSettings } from './messages/providers/settings.ts';
import type { CentralOptions } from './server.ts';
import { type StartProblem, startProblem } from './start-problem.ts';

const OUTBOX = 'outbox';

const environment = z.object({
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// URL' })
    .optional(),
  KERBSIDE_DATA: z.string().min(1).default('./.kerbside'),
  KERBSIDE_KEY_FILE: z.string().min(1).optional(),
  KERBSIDE_PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http(s):// URL' })
    .optional(),
  KERBSIDE_PAGE_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http(s):// URL' })
    .refine((url) => !/[?#]/.test(url), 'must have no query and no fragment')
    .optional(),
  KERBSIDE_UPDATES: z.string().min(1).optional(),
  /** The outbox, or the file with the settings of whoever sends: they have passwords. */
  KERBSIDE_SMS: z.string().default(OUTBOX),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a port number')
    .default('8443')
    .transform(Number)
    .refine((port) => port <= 65_535, 'must be a port number'),
});

/** An empty variable means the same as none. */
const given = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).filter((pair): pair is [string, string] => Boolean(pair[1])),
  );

/**
 * Reads central's options from the environment, and the message provider's from the file that it
 * names, or says in a sentence what is wrong with them.
 */
export const readConfiguration = async (
  env: NodeJS.ProcessEnv,
): Promise<Result<CentralOptions, StartProblem>> => {
  const parsed = environment.safeParse(given(env));
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
    return err(startProblem('bad-configuration', `${faults.join('; ')}.`));
  }
  const { KERBSIDE_SMS: sms, ...rest } = parsed.data;
  const settings = sms === OUTBOX ? null : await readProviderSettings(resolve(sms));
  if (settings?.ok === false) return settings;
  return ok({
    provider: settings === null ? undefined : makeProvider(settings.value),
    dataFolder: resolve(rest.KERBSIDE_DATA),
    databaseUrl: rest.DATABASE_URL,
    keyFile: rest.KERBSIDE_KEY_FILE,
    updatesFolder: rest.KERBSIDE_UPDATES === undefined ? undefined : resolve(rest.KERBSIDE_UPDATES),
    publicUrl: rest.KERBSIDE_PUBLIC_URL?.replace(/\/$/, ''),
    pageUrl: rest.KERBSIDE_PAGE_URL?.replace(/\/?$/, '/'),
    host: rest.HOST,
    port: rest.PORT,
  });
};
