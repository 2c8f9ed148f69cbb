import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { assertNever } from '../../../../shared/assert-never.ts';
import { readStrictJson } from '../../../../shared/protocol/codec/strict-json.ts';
import { err, ok, type Result } from '../../../../shared/result.ts';
import { type StartProblem, startProblem } from '../../start-problem.ts';
import type { MessageProvider } from '../message-provider.ts';
import { emailSettings, makeEmail } from './email.ts';
import { httpSettings, makeHttpGateway } from './http-gateway.ts';
import { kannelSettings, makeKannel } from './kannel.ts';
import { smppSettings } from './smpp/settings.ts';
import { makeSmpp } from './smpp/smpp.ts';
import { makeTwilio, twilioSettings } from './twilio.ts';

const settings = z.discriminatedUnion('provider', [
  kannelSettings,
  smppSettings,
  twilioSettings,
  httpSettings,
  emailSettings,
]);
export type ProviderSettings = z.infer<typeof settings>;

/** The provider that the settings are for. Nothing is connected yet. */
export const makeProvider = (given: ProviderSettings): MessageProvider => {
  switch (given.provider) {
    case 'kannel':
      return makeKannel(given);
    case 'smpp':
      return makeSmpp(given);
    case 'twilio':
      return makeTwilio(given);
    case 'http':
      return makeHttpGateway(given);
    case 'email':
      return makeEmail(given);
    default:
      return assertNever(given);
  }
};

/** Checks settings. What is wrong is said without the values: passwords are among them. */
export const parseSettings = (value: unknown): Result<ProviderSettings, string> => {
  const parsed = settings.safeParse(value, { reportInput: false });
  if (parsed.success) return ok(parsed.data);
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  return err(faults.join('; '));
};

const refuse = (sentence: string): Result<never, StartProblem> =>
  err(startProblem('bad-configuration', sentence));

/**
 * Reads a provider's settings from their file, which has passwords: one that others than its owner
 * and group can read is refused.
 */
export const readProviderSettings = async (
  file: string,
): Promise<Result<ProviderSettings, StartProblem>> => {
  let bytes: Uint8Array;
  try {
    if (process.platform !== 'win32' && ((await stat(file)).mode & 0o007) !== 0) {
      return refuse(`Everyone can read ${file}, which has passwords. Run: chmod o= ${file}`);
    }
    bytes = await readFile(file);
  } catch {
    return refuse(`The provider's settings, ${file}, cannot be read.`);
  }
  const json = readStrictJson(bytes);
  if (!json.ok) return refuse(`${file} is not valid JSON (${json.error}).`);
  const parsed = parseSettings(json.value);
  return parsed.ok ? parsed : refuse(`${file} has errors: ${parsed.error}.`);
};
