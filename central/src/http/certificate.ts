import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { SecureContextOptions } from 'node:tls';
import { err, ok, type Result } from '../../../shared/result.ts';

/** Where central's certificate is, the authorities between it and the root behind it, and its key. */
export type CertificateFiles = { readonly certificate: string; readonly key: string };

export type Certificate = {
  /** What a TLS server takes. */
  readonly options: SecureContextOptions;
  /** When it ends, in milliseconds since 1970. */
  readonly notAfter: number;
  readonly isFor: (host: string) => boolean;
};

/** Without an agreement that keeps what was said secret later on, or without authentication: no more. */
const CIPHERS = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
].join(':');

/** Reads certificate and key (PEM), or says in a sentence without its full stop why they will not do. */
export const readCertificate = async (
  files: CertificateFiles,
): Promise<Result<Certificate, string>> => {
  let [cert, key] = ['', ''];
  try {
    [cert, key] = await Promise.all([
      readFile(files.certificate, 'utf8'),
      readFile(files.key, 'utf8'),
    ]);
  } catch {
    return err(`${files.certificate} or ${files.key} cannot be read`);
  }
  let x509: X509Certificate;
  try {
    x509 = new X509Certificate(cert);
  } catch {
    return err(`${files.certificate} is no certificate in PEM`);
  }
  try {
    if (!x509.checkPrivateKey(createPrivateKey(key))) {
      return err(`the key in ${files.key} is not the one of the certificate ${files.certificate}`);
    }
  } catch {
    return err(`${files.key} is no private key in PEM, or one with a password`);
  }
  return ok({
    options: { cert, key, minVersion: 'TLSv1.2', ciphers: CIPHERS },
    notAfter: x509.validToDate.getTime(),
    isFor: (host) => x509.checkHost(host) !== undefined || x509.checkIP(host) !== undefined,
  });
};
