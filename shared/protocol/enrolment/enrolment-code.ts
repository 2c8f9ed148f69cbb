import { z } from 'zod';
import { err, ok, type Result } from '../../result.ts';
import { type Hash, hash, type Random16, random16 } from '../ids.ts';
import { ENROLMENT_PREFIX } from '../scan/own-prefixes.ts';

/** What the enrolment QR says: where central is, a token good once, and central's root key. */
export type EnrolmentCode = {
  readonly central: string;
  readonly token: Random16;
  /** The fingerprint of the root key: who answers must show a key of this fingerprint. */
  readonly root: Hash;
};

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

const schema = z.tuple([random16, hash, z.url({ protocol: /^https?$/ }).max(200)]);

/** `insecure`: plain HTTP to another machine would show addresses to the network. */
export type EnrolmentCodeProblem = 'not-an-enrolment-code' | 'insecure';

/** Reads the text `KE1/<token>/<root fingerprint>/<base URL>` of an enrolment QR. */
export const parseEnrolmentCode = (text: string): Result<EnrolmentCode, EnrolmentCodeProblem> => {
  if (text.length > 400 || !text.startsWith(ENROLMENT_PREFIX)) return err('not-an-enrolment-code');
  const [token, root, ...url] = text.slice(ENROLMENT_PREFIX.length).split('/');
  const parsed = schema.safeParse([token, root, url.join('/')]);
  if (!parsed.success) return err('not-an-enrolment-code');
  const [tokenValue, rootValue, urlValue] = parsed.data;
  const match = /^(https?):\/\/([^/:?#@\s]+|\[[0-9a-f:]+\])(:\d{1,5})?\/?$/i.exec(urlValue);
  if (!match) return err('not-an-enrolment-code');
  const [, scheme = '', host = ''] = match;
  if (scheme.toLowerCase() === 'http' && !LOOPBACK.has(host.toLowerCase())) return err('insecure');
  return ok({ central: urlValue.replace(/\/$/, ''), token: tokenValue, root: rootValue });
};

/** The text of an enrolment QR. */
export const formatEnrolmentCode = ({ central, token, root }: EnrolmentCode): string =>
  `${ENROLMENT_PREFIX}${token}/${root}/${central}`;
