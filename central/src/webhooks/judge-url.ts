import { err, ok, type Result } from '../../../shared/result.ts';
import { isAddress, isPublicAddress } from './public-address.ts';

/** Why events are not sent to an address. */
export type UrlFault = 'not-https' | 'has-credentials' | 'inside';

/**
 * Judges where events are to go: by https, to a name or an address of the outside. `allowed`: hosts
 * that the configuration names, for which neither is asked.
 */
export const judgeUrl = (url: URL, allowed: readonly string[]): Result<URL, UrlFault> => {
  if (url.username !== '' || url.password !== '') return err('has-credentials');
  const { hostname, protocol } = url;
  if (allowed.includes(hostname)) return ok(url);
  if (protocol !== 'https:') return err('not-https');
  if (hostname === 'localhost' || hostname.endsWith('.localhost')) return err('inside');
  return isAddress(hostname) && !isPublicAddress(hostname) ? err('inside') : ok(url);
};
