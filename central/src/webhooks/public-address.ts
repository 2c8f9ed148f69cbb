import { lookup as resolve } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Says, as an error's code, that an address is one of the inside. */
export const INSIDE = 'EINSIDE';

const inside = (): NodeJS.ErrnoException =>
  Object.assign(new Error('the address is one of the inside'), { code: INSIDE });

/**
 * Whether an address can be anybody's on the Internet: none of this machine, of a private network, of
 * a link, of a group, nor one that only carries another (RFC 4291, RFC 6052, RFC 6890).
 */
export const isPublicAddress = (address: string): boolean => {
  const bare = address.replace(/^\[|\]$/g, '');
  if (!ipaddr.isValid(bare)) return false;
  return ipaddr.process(bare).range() === 'unicast';
};

/** Whether a host is written as an address. */
export const isAddress = (host: string): boolean => ipaddr.isValid(host.replace(/^\[|\]$/g, ''));

/**
 * Looks a name up for a connection that is made to what comes of it, and to nothing else: a name that
 * leads inside is refused, whatever it led to a moment ago.
 */
export const lookupPublic: LookupFunction = (host, options, done) => {
  resolve(host, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return done(error, '', 0);
    const [first] = addresses;
    const isGood = addresses.every(({ address }) => isPublicAddress(address));
    if (first === undefined || !isGood) return done(inside(), '', 0);
    return options.all === true
      ? done(null, addresses as never)
      : done(null, first.address, first.family);
  });
};
