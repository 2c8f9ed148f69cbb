import type { Input, Output, VectorFunction } from '../vector.ts';
import { b64url, fromB64url, hex, hkdf, lp, mac, xchachaOpen, xchachaSeal } from './primitives.ts';

const eight = (factor: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(factor));
  return bytes;
};

/** RFC 4226, section 5.4, as it is printed there. */
const truncated = (hs: Buffer, digits: number): string => {
  const at = (i: number): number => hs[i] ?? 0;
  const offset = at(hs.length - 1) & 0xf;
  const binary =
    (at(offset) & 0x7f) * 2 ** 24 +
    at(offset + 1) * 2 ** 16 +
    at(offset + 2) * 2 ** 8 +
    at(offset + 3);
  return String(binary % 10 ** digits).padStart(digits, '0');
};
const hotp = (hash: unknown, key: Buffer, counter: number, digits: unknown): string =>
  truncated(mac(String(hash), key, eight(counter)), Number(digits));

const labelOf = (kind: string, delivery: unknown): Buffer =>
  lp(`kerbside/v1/oath-${kind}`, String(delivery));
const unseal = (sealed: unknown, pepper: unknown, delivery: unknown, kind: string) => {
  const bytes = fromB64url(sealed);
  const label = labelOf(kind, delivery);
  const key = hkdf(hex(pepper), Buffer.alloc(0), label);
  return xchachaOpen(key, bytes.subarray(0, 24), label, bytes.subarray(24));
};

/** The digits of a typed code, null if it is none. */
const typed = (input: Input, name: string, digits: unknown): string | null => {
  const bytes = hex(input[name]);
  const text = bytes.toString('latin1').replace(/[ -]/g, '');
  return bytes.length <= 32 && text.length === Number(digits) && /^[0-9]+$/.test(text)
    ? text
    : null;
};

const upTo = (first: number, last: number): number[] =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i).filter((n) => n >= 0);

const SUITE =
  /^OCRA-1:HOTP-(SHA1|SHA256|SHA512)-(\d+):(C-)?Q([ANH])(\d\d)(-P(SHA1|SHA256|SHA512))?(-S(\d{3}))?(-T(\d+)([SMH]))?$/;

/** An answer whose parts are known to be good. */
const answer = (suite: string, key: Buffer, question: string, input: Input): string => {
  const [, hash = '', digits, , format, , , , , length] = SUITE.exec(suite) ?? [];
  const inHex =
    format === 'N'
      ? BigInt(question).toString(16)
      : format === 'A'
        ? Buffer.from(question).toString('hex')
        : question;
  const bytesOf = (value: unknown) => (value === null ? Buffer.alloc(0) : hex(value));
  const factorOf = (value: unknown) => (value === null ? Buffer.alloc(0) : eight(Number(value)));
  const session = bytesOf(input['session']);
  const pad = Buffer.alloc(length === undefined ? 0 : Number(length) - session.length);
  const data = Buffer.concat([
    Buffer.from(`${suite}\0`),
    factorOf(input['counter']),
    hex(inHex.padEnd(256, '0')),
    bytesOf(input['pinHash']),
    pad,
    session,
    factorOf(input['step']),
  ]);
  const hs = mac(hash, key, data);
  return digits === '0' ? hs.toString('hex') : truncated(hs, Number(digits));
};

const UNIT: Readonly<Record<string, number>> = { S: 1_000, M: 60_000, H: 3_600_000 };

const verifyOcra = (input: Input): Output => {
  const verifier = input['verifier'] as Input;
  const state = input['state'] as Input;
  const suite = String(verifier['suite']);
  const [, , digits, counter, , , , pinHash, , session, time, steps, unit = ''] =
    SUITE.exec(suite) ?? [];
  const { question } = state;
  if (question === null) return { error: 'already-used' };
  const code = typed(input, 'bytes', digits);
  if (code === null) return { error: 'unreadable' };
  const seed = unseal(verifier['seed'], input['pepper'], verifier['delivery'], 'seed');
  const pin =
    verifier['pin'] === null
      ? null
      : unseal(verifier['pin'], input['pepper'], verifier['delivery'], 'pin');
  if (seed === null || (pinHash !== undefined && pin === null)) {
    return { error: 'not-for-this-terminal' };
  }
  const wantsSession = session !== undefined;
  if (!/^\d+$/.test(String(question)) || wantsSession !== (input['session'] !== null)) {
    return { error: 'unreadable' };
  }
  const next = Number(state['nextCounter']);
  const counters = counter ? upTo(next, next + Number(verifier['lookAhead'])) : [null];
  const present = Math.floor(Number(input['now']) / ((UNIT[unit] ?? 1) * Number(steps)));
  const drift = Number(verifier['drift']);
  const times = time ? upTo(present - drift, present + drift) : [null];
  for (const c of counters) {
    for (const step of times) {
      const parts = {
        counter: c,
        step,
        session: input['session'],
        pinHash: pin === null ? null : pin.toString('hex'),
      };
      if (answer(suite, seed, String(question), parts) !== code) continue;
      return { state: { question: null, nextCounter: c === null ? next : c + 1 } };
    }
  }
  return { error: 'wrong-code' };
};

/** One-time codes once more. Form is judged only as far as the vectors of these functions need. */
export const OATH: Readonly<Record<string, VectorFunction>> = {
  hotp: (input) => ({
    code: hotp(input['hash'], hex(input['key']), Number(input['counter']), input['digits']),
  }),
  totp: (input) => {
    const step = Math.floor(Number(input['now']) / 1_000 / Number(input['stepSeconds']));
    return { step, code: hotp(input['hash'], hex(input['key']), step, input['digits']) };
  },
  ocra: (input) => {
    const question = (input['questions'] as string[]).join('');
    return { answer: answer(String(input['suite']), hex(input['key']), question, input) };
  },
  'ocra-question': (input) => {
    const [, , , , format, digits] = SUITE.exec(String(input['suite'])) ?? [];
    const [random, length] = [hex(input['random']), Number(digits)];
    const inHex = random.toString('hex');
    if (format === 'H') return { question: inHex.slice(0, length) };
    const letters = [...random].map((byte) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[byte % 32]);
    if (format === 'A') return { question: letters.slice(0, length).join('') };
    return {
      question: String(BigInt(`0x${inHex}`))
        .slice(-length)
        .padStart(length, '0'),
    };
  },
  'seal-seed': (input) => {
    const label = labelOf(String(input['kind']), input['delivery']);
    const key = hkdf(hex(input['pepper']), Buffer.alloc(0), label);
    const nonce = hex(input['nonce']);
    const sealed = xchachaSeal(key, nonce, label, hex(input['secret']));
    return { sealed: b64url(Buffer.concat([nonce, sealed])) };
  },
  'open-seed': (input) => {
    const text = String(input['sealed']);
    if (!/^[A-Za-z0-9_-]{75,139}$/.test(text)) return { error: 'malformed' };
    const secret = unseal(text, input['pepper'], input['delivery'], String(input['kind']));
    return secret === null
      ? { error: 'not-for-this-terminal' }
      : { secret: secret.toString('hex') };
  },
  'verify-hotp': (input) => {
    const { digits, seed, delivery, hash, lookAhead } = input['verifier'] as Input;
    const code = typed(input, 'bytes', digits);
    if (code === null) return { error: 'unreadable' };
    const key = unseal(seed, input['pepper'], delivery, 'seed');
    if (key === null) return { error: 'not-for-this-terminal' };
    const next = Number((input['state'] as Input)['next']);
    const last = Math.min(Number.MAX_SAFE_INTEGER - 1, next + Number(lookAhead));
    const found = upTo(next, last).find((n) => hotp(hash, key, n, digits) === code);
    if (found !== undefined) return { state: { next: found + 1 } };
    const isLast = next > 0 && hotp(hash, key, next - 1, digits) === code;
    return { error: isLast ? 'already-used' : 'wrong-code' };
  },
  'resync-hotp': (input) => {
    const { digits, seed, delivery, hash, resyncAhead } = input['verifier'] as Input;
    const key = unseal(seed, input['pepper'], delivery, 'seed');
    if (key === null) return { error: 'not-for-this-terminal' };
    const pair = [typed(input, 'first', digits), typed(input, 'second', digits)];
    const next = Number((input['state'] as Input)['next']);
    const found = upTo(next, next + Number(resyncAhead)).find((n) =>
      pair.every((code, i) => code === hotp(hash, key, n + i, digits)),
    );
    return found === undefined ? { error: 'wrong-code' } : { state: { next: found + 2 } };
  },
  'verify-totp': (input) => {
    const verifier = input['verifier'] as Input;
    const code = typed(input, 'bytes', verifier['digits']);
    if (code === null) return { error: 'unreadable' };
    const key = unseal(verifier['seed'], input['pepper'], verifier['delivery'], 'seed');
    if (key === null) return { error: 'not-for-this-terminal' };
    const present = Math.floor(Number(input['now']) / 1_000 / Number(verifier['stepSeconds']));
    const drift = Number(verifier['drift']);
    const used = (input['state'] as Input)['lastUsed'] as number | null;
    const matching = upTo(present - drift, present + drift).filter(
      (step) => hotp(verifier['hash'], key, step, verifier['digits']) === code,
    );
    if (matching.some((step) => used !== null && step <= used)) return { error: 'already-used' };
    const [first] = matching;
    return first === undefined ? { error: 'wrong-code' } : { state: { lastUsed: first } };
  },
  'verify-ocra': verifyOcra,
};
