import { readFile } from 'node:fs/promises';
import { err, ok, type Result } from '../../../shared/result.ts';
import { DAY, SECOND } from '../clock.ts';
import { readCertificate } from '../http/certificate.ts';
import { makeProvider, readProviderSettings } from '../messages/providers/settings.ts';
import type { CentralOptions } from '../server.ts';
import { readAuthorityFiles } from './authorities.ts';
import { checkMachine } from './check-machine.ts';
import { OUTBOX, type Values } from './options.ts';

/** What central starts with, and what the process that it runs in trusts. */
export type StartOptions = {
  readonly central: CentralOptions;
  /** Further authorities, as PEM. */
  readonly authorities: readonly string[];
  /** What works, and should not be so; a sentence each. */
  readonly warnings: readonly string[];
};

/** What will not do about the certificate, and what is about to; sentences without their full stops. */
const judgeCertificate = async (values: Values): Promise<Result<readonly string[], string>> => {
  const [certificate, key] = [values['tls.certificate'], values['tls.key']];
  if (certificate === undefined || key === undefined) return ok([]);
  const read = await readCertificate({ certificate, key });
  if (!read.ok) return read;
  const warnings: string[] = [];
  const { notAfter, isFor } = read.value;
  if (notAfter < Date.now() + 14 * DAY) {
    warnings.push(`The certificate ${certificate} ends on ${new Date(notAfter).toISOString()}.`);
  }
  const { hostname } = new URL(values['server.public_url'] ?? 'https://localhost');
  const isSelf = values['server.public_url'] !== undefined && values['proxy.trusted'].length === 0;
  if (isSelf && !isFor(hostname)) {
    warnings.push(
      `The certificate ${certificate} is not for ${hostname}: terminals will refuse it.`,
    );
  }
  return ok(warnings);
};

/** The address of the database with its password in it, as PostgreSQL's client takes it. */
const withPassword = async (
  url: string | undefined,
  file: string | undefined,
): Promise<string | undefined> => {
  if (url === undefined || file === undefined) return url;
  const whole = new URL(url);
  whole.password = encodeURIComponent((await readFile(file, 'utf8')).replace(/\r?\n$/, ''));
  return whole.toString();
};

/** The identity provider, whose three options are set together or not at all. */
const identityProviderOf = async (values: Values): Promise<CentralOptions['identityProvider']> => {
  const [issuer, clientId] = [values['sign_in.issuer'], values['sign_in.client_id']];
  const file = values['sign_in.client_password_file'];
  if (issuer === undefined || clientId === undefined || file === undefined) return undefined;
  const clientSecret = (await readFile(file, 'utf8')).trim();
  return { name: values['sign_in.provider_name'], issuer, clientId, clientSecret };
};

/** What central starts with, from options that were checked; or all that is wrong in their files. */
export const toStartOptions = async (
  values: Values,
): Promise<Result<StartOptions, readonly string[]>> => {
  const sends = values['messages.provider'];
  const settings = sends === OUTBOX ? null : await readProviderSettings(sends);
  const authorities = await readAuthorityFiles(values['trust.authorities']);
  const judged = await judgeCertificate(values);
  const machine = await checkMachine(values);
  const isWrong = settings?.ok === false || machine.faults.length > 0;
  if (isWrong || !authorities.ok || !judged.ok) {
    return err([
      ...(settings?.ok === false ? [settings.error.sentence.replace(/\.$/, '')] : []),
      ...(authorities.ok ? [] : [authorities.error]),
      ...(judged.ok ? [] : [judged.error]),
      ...machine.faults,
    ]);
  }
  const [url, direct] = [values['database.url'], values['database.direct_url']];
  const password = values['database.password_file'];
  const [certificate, key] = [values['tls.certificate'], values['tls.key']];
  const port = values['metrics.port'];
  const central: CentralOptions = {
    provider: settings === null ? undefined : makeProvider(settings.value),
    dataFolder: values['data.folder'],
    databaseUrl: await withPassword(url, password),
    databaseWaitMs: values['database.wait'] * SECOND,
    directDatabaseUrl: await withPassword(direct, password),
    keyFile: values['data.key_file'],
    identityProvider: await identityProviderOf(values),
    updatesFolder: values['server.updates'],
    publicUrl: values['server.public_url']?.replace(/\/$/, ''),
    pageUrl: values['server.page_url']?.replace(/\/?$/, '/'),
    host: values['server.host'],
    port: values['server.port'],
    rateLimits: { perOperator: values['limits.operator'], perAddress: values['limits.address'] },
    webhookHosts: values['webhooks.inside_hosts'],
    tls: certificate === undefined || key === undefined ? undefined : { certificate, key },
    trustedProxies: values['proxy.trusted'],
    metrics: port === undefined ? undefined : { host: values['metrics.host'], port },
    tracesTo: values['traces.endpoint'],
    logLevel: values['log.level'],
  };
  return ok({
    central,
    authorities: authorities.value,
    warnings: [...judged.value, ...machine.warnings],
  });
};
