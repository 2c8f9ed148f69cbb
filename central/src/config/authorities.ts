import { readFile } from 'node:fs/promises';
import tls from 'node:tls';
import { err, ok, type Result } from '../../../shared/result.ts';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** The authorities in some files (PEM), or which file has none, as a sentence without its full stop. */
export const readAuthorityFiles = async (
  files: readonly string[],
): Promise<Result<readonly string[], string>> => {
  const all: string[] = [];
  for (const file of files) {
    const found = (await readFile(file, 'utf8').catch(() => '')).match(CERTIFICATE) ?? [];
    try {
      for (const one of found) tls.createSecureContext({ ca: one });
    } catch {
      return err(`${file} has a certificate that is damaged`);
    }
    if (found.length === 0) return err(`${file} has no certificate in PEM`);
    all.push(...found);
  }
  return ok(all);
};

/**
 * From now on this process trusts, in everybody whom it asks by TLS, the authorities that come with
 * Node.js, those of the system's store, and these (PEM).
 */
export const trustAuthorities = (more: readonly string[]): void =>
  tls.setDefaultCACertificates([
    ...new Set([...tls.getCACertificates('default'), ...tls.getCACertificates('system'), ...more]),
  ]);
