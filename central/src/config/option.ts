import { isIP } from 'node:net';
import { z } from 'zod';

/** How an option is written as one text, as variables are. */
export type Reading = 'text' | 'number' | 'list';

/** What an option's path leads to, and what must be so before central starts. */
export type Leads =
  /** To a file that must be readable. */
  | 'file'
  /** To one that others on the machine must not be able to read. */
  | 'secret'
  /** To what central makes itself, or looks for later. */
  | 'place';

/** One thing that an operator can set. */
export type Option<S extends z.ZodType = z.ZodType> = {
  /** The variable that says the same; it takes precedence over the file. */
  readonly variable: string;
  readonly schema: S;
  /** What it is, for the example file: sentences. */
  readonly says: string;
  /** A value as it is written in the file. */
  readonly example: string | number | readonly string[];
  readonly reading: Reading;
  readonly leads: Leads | null;
  /** A value that is a word of central's own, and no path. */
  readonly unless?: string;
};

/** Makes an option of text that leads nowhere, unless told otherwise. */
export const option = <S extends z.ZodType>(
  variable: string,
  schema: S,
  says: string,
  example: Option['example'],
  more: Partial<Pick<Option, 'reading' | 'leads' | 'unless'>> = {},
): Option<S> => ({ variable, schema, says, example, reading: 'text', leads: null, ...more });

export const text = z.string('must be a text').min(1, 'must not be empty');

const PORT = 'must be a port: a whole number from 0 to 65535';
export const port = z.int(PORT).min(0, PORT).max(65_535, PORT);

/** Whether a host name or an address is this machine's own. */
export const isOwnMachine = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || host === '::1' || /^127(?:\.\d+){3}$/.test(host);

const WEB = 'must be an address that begins with https://';
/** An address of central that others call it by; terminals take no other than https. */
export const publicAddress = z
  .url({ protocol: /^https?$/, error: WEB })
  .refine((address) => {
    const { protocol, hostname } = new URL(address);
    return protocol === 'https:' || isOwnMachine(hostname);
  }, `${WEB}; only on this machine is http:// enough`)
  .refine((address) => {
    const { username, password, search, hash } = new URL(address);
    return username + password + search + hash === '';
  }, 'must have no name or password in it, no ? and no #');

/** What stands in a list of proxies: an address, or a network (`10.0.0.0/8`). */
export const network = text.refine((one) => {
  const [address = '', bits, ...more] = one.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
  );
}, 'must be an IP address, or a network such as 10.0.0.0/8');
