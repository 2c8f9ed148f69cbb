import { parseItem } from 'structured-headers';
import { err, ok, type Result } from '../../../shared/result.ts';

const MAX_KEY = 200;

/** The key of a request: a string of structured fields (RFC 9651), 1 to 200 characters. */
export const readKey = (header: string | undefined): Result<string, 'idempotency-key-missing'> => {
  if (header === undefined) return err('idempotency-key-missing');
  try {
    const [key] = parseItem(header);
    if (typeof key === 'string' && key !== '' && key.length <= MAX_KEY) return ok(key);
  } catch {
    // It is no item at all.
  }
  return err('idempotency-key-missing');
};

const TAG = /^(?:W\/)?"[\x21\x23-\x7e]*"$/;
const VERSION = /^"([1-9]\d{0,8})"$/;

/**
 * The versions that `If-Match` names (RFC 9110, 13.1.1). A tag that is none of ours, or a weak one,
 * matches nothing; `*` would match whatever there is, and is not taken for a version.
 */
export const readVersions = (
  header: string | undefined,
): Result<readonly number[], 'version-missing'> => {
  const tags = (header ?? '').split(',').map((tag) => tag.trim());
  if (!tags.every((tag) => TAG.test(tag))) return err('version-missing');
  return ok(tags.flatMap((tag) => Number(VERSION.exec(tag)?.[1] ?? Number.NaN) || []));
};

/** A version as an entity tag. */
export const tagOf = (version: number): string => `"${version}"`;
