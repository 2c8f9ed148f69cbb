import { createHash } from 'node:crypto';

/** Base64 of bytes wherever they begin in what was encoded: without the letters that others share. */
const base64Of = (bytes: Buffer): string[] =>
  [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    const whole = Math.floor(((before + bytes.length) * 8) / 6);
    return text.slice(before === 0 ? 0 : before + 1, whole);
  });

/**
 * Every form in which a customer's text could have been left behind: as it is, in small letters, as
 * hexadecimal, base64 and UTF-16, within a URL, and as an unsalted hash, by which a number of ten
 * digits is found in a second.
 */
export const formsOf = (secret: string): readonly string[] => {
  const bytes = Buffer.from(secret);
  const hashes = ['md5', 'sha1', 'sha256', 'sha512'].flatMap((name) => {
    const digest = createHash(name).update(bytes).digest();
    return [digest.toString('hex'), digest.toString('base64url').slice(0, 40)];
  });
  const base64 = [bytes, Buffer.from(secret, 'utf16le')].flatMap(base64Of);
  return [
    secret,
    secret.toLowerCase(),
    bytes.toString('hex'),
    Buffer.from(secret, 'utf16le').toString('hex'),
    Buffer.from(secret, 'utf16le').swap16().toString('hex'),
    encodeURIComponent(secret),
    ...base64,
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
    ...hashes,
  ];
};

/** Which of these secrets are in a text, in any form. */
export const foundIn = (text: string, secrets: readonly string[]): readonly string[] =>
  secrets.filter((secret) => formsOf(secret).some((form) => text.includes(form)));
