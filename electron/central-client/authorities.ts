import { readFileSync } from 'node:fs';
import tls from 'node:tls';

/** Where Linux systems keep their own store of authorities as one file; the first one counts. */
const SYSTEM_FILES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
] as const;

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

const readFirst = (files: readonly string[]): readonly string[] => {
  for (const file of files) {
    try {
      return readFileSync(file, 'utf8').match(CERTIFICATE) ?? [];
    } catch {
      // Not this kind of system.
    }
  }
  return [];
};

/** What Node.js says of the system's store: Windows and macOS keep it in no file. */
const askSystem = (): readonly string[] => {
  try {
    // Below Node.js 22.15 there is no such question.
    return tls.getCACertificates?.('system') ?? [];
  } catch {
    return [];
  }
};

/**
 * The authorities, as PEM, whose certificates central may have: those that come with the app, and
 * those of the system's store, in which a company puts its own.
 */
export const readAuthorities = (files: readonly string[] = SYSTEM_FILES): readonly string[] => [
  ...new Set([...tls.rootCertificates, ...askSystem(), ...readFirst(files)]),
];
