import { readFile } from 'node:fs/promises';
import { err, ok, type Result } from '../../../shared/result.ts';
import { makeProvider, readProviderSettings } from '../messages/providers/settings.ts';
import type { CentralOptions } from '../server.ts';
import { OUTBOX, type Values } from './options.ts';

/** The address of the database with its password in it, as PostgreSQL's client takes it. */
const withPassword = async (url: string, file: string | undefined): Promise<string> => {
  if (file === undefined) return url;
  const whole = new URL(url);
  whole.password = encodeURIComponent((await readFile(file, 'utf8')).replace(/\r?\n$/, ''));
  return whole.toString();
};

/** What central starts with, from options that were checked; or what is wrong with the provider's. */
export const toCentralOptions = async (
  values: Values,
): Promise<Result<CentralOptions, readonly string[]>> => {
  const sends = values['messages.provider'];
  const settings = sends === OUTBOX ? null : await readProviderSettings(sends);
  if (settings?.ok === false) return err([settings.error.sentence.replace(/\.$/, '')]);
  const url = values['database.url'];
  return ok({
    provider: settings === null ? undefined : makeProvider(settings.value),
    dataFolder: values['data.folder'],
    databaseUrl:
      url === undefined ? undefined : await withPassword(url, values['database.password_file']),
    keyFile: values['data.key_file'],
    updatesFolder: values['server.updates'],
    publicUrl: values['server.public_url']?.replace(/\/$/, ''),
    pageUrl: values['server.page_url']?.replace(/\/?$/, '/'),
    host: values['server.host'],
    port: values['server.port'],
  });
};
