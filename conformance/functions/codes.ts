import { z } from 'zod';
import { ALPHABET } from '../../shared/protocol/code/alphabet.ts';
import { checkValue } from '../../shared/protocol/code/check-character.ts';
import {
  type DeliveryCode,
  formatDeliveryCode,
  makeDeliveryCode,
  parseDeliveryCode,
} from '../../shared/protocol/code/delivery-code.ts';
import { fromBase64url, toBase64url, toHex, utf8 } from '../../shared/protocol/codec/bytes.ts';
import {
  type Argon2id,
  argon2Parameters,
  portableArgon2id,
} from '../../shared/protocol/crypto/argon2id.ts';
import { parseEnrolmentCode } from '../../shared/protocol/enrolment/enrolment-code.ts';
import {
  deliveryId,
  epoch,
  instant,
  parcelLabel,
  type Random16,
} from '../../shared/protocol/ids.ts';
import { identifierOf } from '../../shared/protocol/scan/gs1/application-identifiers.ts';
import { readScanInput } from '../../shared/protocol/scan/scan-input.ts';
import { splitSymbology } from '../../shared/protocol/scan/symbology.ts';
import {
  checkValidity,
  sealCode,
  sealedVerifier,
  trySealedCode,
} from '../../shared/protocol/schemes/sealed.ts';
import { ascii, bytes, type Input, read, text, type VectorFunction } from '../vector.ts';

/** Argon2id that keeps what went in and what came out: the two secrets between code and key. */
const watchedArgon2id = (seen: Record<string, string>): Argon2id => {
  return async (secret, salt, cost) => {
    const root = await portableArgon2id(secret, salt, cost);
    seen['secret'] = toHex(secret);
    seen['root'] = toHex(root);
    return root;
  };
};

const codeOf = (input: Input): DeliveryCode => {
  const parsed = parseDeliveryCode(utf8(text(input, 'code')));
  if (!parsed.ok) throw new Error('"code" is not a code');
  return parsed.value;
};

/** What stands in a scan, with its secrets as text. */
const shown = (scan: ReturnType<typeof readScanInput>): Record<string, unknown> => {
  if (scan.kind === 'code') return { ...scan, code: ascii(scan.code) };
  if (scan.kind === 'pass') return { ...scan, text: ascii(scan.text) };
  if (scan.kind !== 'enrolment') return { ...scan };
  return scan.enrolment.ok
    ? { kind: scan.kind, ...scan.enrolment.value }
    : { kind: scan.kind, problem: scan.enrolment.error };
};

/** Codes, how they are sealed and tried, and what a scan is by its form. */
export const CODES: Readonly<Record<string, VectorFunction>> = {
  'parse-code': (input) => {
    const parsed = parseDeliveryCode(bytes(input, 'bytes'));
    return parsed.ok ? { code: ascii(parsed.value) } : { error: parsed.error };
  },
  'make-code': (input) => {
    const code = makeDeliveryCode(bytes(input, 'random'));
    return { code: ascii(code), shown: ascii(formatDeliveryCode(code)) };
  },
  'check-character': (input) => {
    const values = [...text(input, 'payload')].map((character) => ALPHABET.indexOf(character));
    return { check: ALPHABET.charAt(checkValue(values)) };
  },
  'seal-code': async (input) => {
    const seen: Record<string, string> = {};
    const key = await sealCode(
      {
        purpose: read(input, 'purpose', z.enum(['hand-over', 'override'])),
        delivery: read(input, 'delivery', deliveryId),
        epoch: read(input, 'epoch', epoch),
        salt: toBase64url(bytes(input, 'salt')) as Random16,
        cost: read(input, 'cost', argon2Parameters),
      },
      bytes(input, 'pepper'),
      codeOf(input),
      watchedArgon2id(seen),
    );
    return { ...seen, presenceKey: toHex(fromBase64url(key)) };
  },
  'try-code': async (input) => {
    const verifier = read(input, 'verifier', sealedVerifier);
    const pepper = bytes(input, 'pepper');
    const presence = await trySealedCode(verifier, pepper, codeOf(input), portableArgon2id);
    return presence === null ? { error: 'wrong-code' } : { presenceKey: presence.publicKey };
  },
  'read-verifier': (input) =>
    sealedVerifier.safeParse(input['verifier']).success ? { ok: true } : { error: 'malformed' },
  'check-validity': (input) => {
    const [notBefore, notAfter, now] = ['notBefore', 'notAfter', 'now'] as const;
    const validity = checkValidity(
      { notBefore: read(input, notBefore, instant), notAfter: read(input, notAfter, instant) },
      read(input, now, instant),
    );
    return validity === 'valid' ? { ok: true } : { error: validity };
  },
  'parse-enrolment-code': (input) => {
    const parsed = parseEnrolmentCode(text(input, 'text'));
    return parsed.ok ? { ...parsed.value } : { error: parsed.error };
  },
  'scan-input': (input) =>
    shown(
      readScanInput(bytes(input, 'bytes'), read(input, 'symbology', z.string().optional()), () =>
        read(input, 'labels', z.array(parcelLabel).default([])),
      ),
    ),
  'split-identifier': (input) => {
    const { symbology, payload } = splitSymbology(bytes(input, 'bytes'));
    return { symbology, payload: toHex(payload) };
  },
  'application-identifier': (input) => {
    const found = identifierOf(text(input, 'ai'));
    if (found === undefined) return { error: 'unknown-identifier' };
    const { predefined, qualifiers } = found;
    const parts = found.parts.map(({ set, shortest, longest, optional, checked }) => ({
      set,
      shortest,
      longest,
      optional,
      checked,
    }));
    return { predefined, parts, qualifiers };
  },
};
