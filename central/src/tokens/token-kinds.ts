import { z } from 'zod';
import { fromHex } from '../../../shared/protocol/codec/bytes.ts';
import { hotpVerifier } from '../../../shared/protocol/schemes/oath/hotp.ts';
import {
  type OcraSuite,
  parseOcraSuite,
} from '../../../shared/protocol/schemes/oath/ocra-suite.ts';
import { type OathHash, oathHash } from '../../../shared/protocol/schemes/oath/one-time-code.ts';
import { movingFactor } from '../../../shared/protocol/schemes/oath/outcome.ts';
import { totpVerifier } from '../../../shared/protocol/schemes/oath/totp.ts';
import { err, ok, type Result } from '../../../shared/result.ts';

const { digits, lookAhead, resyncAhead } = hotpVerifier.shape;
const { stepSeconds, drift } = totpVerifier.shape;

/** The kinds of token, each with its parameters; the defaults are what most tokens have. */
export const tokenScheme = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('hotp'),
    hash: oathHash.default('SHA1'),
    digits: digits.default(6),
    lookAhead: lookAhead.default(10),
    resyncAhead: resyncAhead.default(100),
  }),
  z.strictObject({
    kind: z.literal('totp'),
    hash: oathHash.default('SHA1'),
    digits: digits.default(6),
    stepSeconds: stepSeconds.default(30),
    drift: drift.default(1),
  }),
  z.strictObject({
    kind: z.literal('ocra'),
    suite: z.string().max(64),
    lookAhead: lookAhead.default(10),
    drift: drift.default(1),
  }),
]);
export type TokenScheme = z.infer<typeof tokenScheme>;

/** A token's serial number, as it stands on the token and in files. */
export const tokenSerial = z.string().regex(/^[\x21-\x7e]{1,64}$/);

/** A token as operators give it. Seed and PIN's hash are hexadecimal. */
export const newToken = z
  .strictObject({
    serial: tokenSerial,
    scheme: tokenScheme,
    seed: z.string().max(1_000),
    pinHash: z.string().max(1_000).optional(),
    /** The first counter that was not used yet. */
    next: movingFactor.optional(),
  })
  .meta({
    id: 'NewToken',
    examples: [
      {
        serial: 'T-1009',
        scheme: { kind: 'totp' },
        seed: '3132333435363738393031323334353637383930',
      },
    ],
  });
export type NewToken = z.infer<typeof newToken>;

/** Why a token cannot be taken. */
export type TokenProblem = 'bad-seed' | 'bad-suite' | 'bad-pin-hash';

const HASH_BYTES: Readonly<Record<OathHash, number>> = { SHA1: 20, SHA256: 32, SHA512: 64 };
/** The session information is the delivery's short id. */
const SESSION_BYTES = 6;

const readHex = (text: string, min: number, max: number): Uint8Array | null => {
  if (!/^([0-9a-f]{2})+$/i.test(text)) return null;
  const bytes = fromHex(text.toLowerCase());
  return bytes.length >= min && bytes.length <= max ? bytes : null;
};

/** A suite whose answers can be asked for at a door; null for any other. */
const readSuite = (text: string): OcraSuite | null => {
  const parsed = parseOcraSuite(text);
  if (!parsed.ok) return null;
  const { digits: length, question, session } = parsed.value;
  const isTyped = length >= 6 && question.length >= 6;
  return isTyped && (session === null || session >= SESSION_BYTES) ? parsed.value : null;
};

/** The secrets of a token; the caller wipes them. */
export type TokenSecrets = { readonly seed: Uint8Array; readonly pin: Uint8Array | null };

/** Reads a token's secrets, and says what is wrong with them or with its suite. */
export const readSecrets = ({
  scheme,
  seed,
  pinHash,
}: NewToken): Result<TokenSecrets, TokenProblem> => {
  const suite = scheme.kind === 'ocra' ? readSuite(scheme.suite) : null;
  if (scheme.kind === 'ocra' && suite === null) return err('bad-suite');
  const pinBytes = suite?.pin == null ? null : HASH_BYTES[suite.pin];
  if ((pinBytes === null) !== (pinHash === undefined)) return err('bad-pin-hash');
  const pin = pinBytes === null ? null : readHex(pinHash ?? '', pinBytes, pinBytes);
  if (pinBytes !== null && pin === null) return err('bad-pin-hash');
  const bytes = readHex(seed, 16, 64);
  return bytes === null ? err('bad-seed') : ok({ seed: bytes, pin });
};

/** How far ahead of the last known counter an honest terminal can have found a code. */
export const furthestAhead = (scheme: TokenScheme): number => {
  if (scheme.kind === 'hotp') return Math.max(scheme.lookAhead, scheme.resyncAhead + 1);
  return scheme.kind === 'ocra' ? scheme.lookAhead : 0;
};
