import type { Input, Output, VectorFunction } from '../vector.ts';
import { OATH } from './oath.ts';
import { PASSES } from './passes.ts';
import { fromB64url, labelled, verifies } from './primitives.ts';
import { RECORDS } from './records.ts';

type Refusal = Output | false | null;
const firstOf = (...rules: readonly (() => Refusal)[]): Output => {
  for (const rule of rules) {
    const refusal = rule();
    if (refusal) return refusal;
  }
  return { ok: true };
};

const part = (from: Input, name: string): Input => from[name] as Input;
const nowOf = (clock: Input): number => Number(part(clock, 'now')['at']);

const usedBefore = (accepted: unknown): Refusal => {
  if (accepted === null) return null;
  const { at, driver } = accepted as Input;
  return { error: 'already-used', at, by: driver };
};
const leaseEnded = (clock: Input): Refusal => {
  const { leaseEnds } = clock;
  return leaseEnds !== null && nowOf(clock) >= Number(leaseEnds)
    ? { error: 'lease-ended', since: leaseEnds }
    : null;
};

const waitAfter = (wrongCodes: number, waits: readonly number[]): number =>
  waits[wrongCodes <= waits.length ? wrongCodes - 1 : waits.length - 1] ?? 0;

/** The order of refusals, as docs/protocol.md numbers it. */
const mayTry = (input: Input): Output => {
  const [stop, clock] = [part(input, 'stop'), part(input, 'clock')];
  const isOverride = input['purpose'] === 'override';
  const verifier = part(stop, isOverride ? 'override' : 'verifier');
  const { count, lastAt } = part(part(stop, 'tries'), String(input['purpose']));
  const now = nowOf(clock);
  const isBelieved = clock['untrusted'] === false;
  return firstOf(
    () => usedBefore(stop['acceptance']),
    () => stop['withdrawn'] === true && { error: 'revoked' },
    () => leaseEnded(clock),
    () => !isBelieved && !isOverride && { error: 'clock-untrusted' },
    () =>
      isBelieved &&
      now < Number(verifier['notBefore']) && {
        error: 'not-yet-valid',
        from: verifier['notBefore'],
      },
    () =>
      isBelieved &&
      now >= Number(verifier['notAfter']) && { error: 'expired', since: verifier['notAfter'] },
    () => Number(count) >= Number(verifier['attempts']) && { error: 'locked', until: null },
    () => {
      if (lastAt === null) return null;
      const waits = part(input, 'policy')['waitsMs'] as number[];
      const until = Number(lastAt) + waitAfter(Number(count), waits);
      return now < until && { error: 'locked', until };
    },
  );
};

const readClock = (input: Input): Output => {
  const { anchor, newestEntry } = input;
  const told = anchor === null ? null : Number((anchor as Input)['centralTime']);
  // What central told counts as an entry of the log.
  const floor = Math.max(told ?? 0, Number(newestEntry ?? 0));
  const now = RECORDS['trusted-time']?.({ ...input, newestEntry: floor }) as Output;
  const { clockToleranceMs, clockBlocks, leaseMs } = part(input, 'policy');
  const apart = Math.abs(Number(input['wall']) - Number(now['at']));
  const wallWrong = apart > Number(clockToleranceMs);
  return {
    now,
    wallWrong,
    untrusted: clockBlocks === true && wallWrong && now['trust'] === 'log',
    leaseEnds: told === null ? null : told + Number(leaseMs),
  };
};

const judgePass = (input: Input): Output => {
  const list = part(input, 'keys');
  const signed = labelled('keys', list['document']);
  const isRoots = verifies(fromB64url(input['root']), signed, fromB64url(list['signature']));
  const keys = isRoots ? part(list, 'document')['keys'] : [];
  const clock = part(input, 'clock');
  const opened = PASSES['open-pass']?.({ ...input, keys, now: nowOf(clock) }) as Output;
  const isBelieved = clock['untrusted'] === false;
  switch (opened['error']) {
    case undefined:
      break;
    case 'not-yet-valid':
    case 'expired':
      return isBelieved ? opened : { error: 'clock-untrusted' };
    case 'not-for-this-terminal':
      return opened;
    default:
      return { error: 'unreadable' };
  }
  const { delivery, epoch, once } = part(opened, 'pass');
  const has = (name: string): boolean => (input[name] as unknown[]).includes(once);
  const refusal = firstOf(
    () => usedBefore(input['accepted']),
    () => has('usedPasses') && { error: 'already-used', at: null, by: null },
    () => has('withdrawnPasses') && { error: 'revoked' },
    () => (input['stop'] as Input | null)?.['withdrawn'] === true && { error: 'revoked' },
    () => leaseEnded(clock),
    () => !isBelieved && { error: 'clock-untrusted' },
  );
  return 'error' in refusal ? refusal : { delivery, epoch, presenceKey: opened['presenceKey'] };
};

const questionFor = (suite: unknown, random: unknown): unknown => {
  const asked = OATH['ocra-question']?.({ suite, random }) as Output;
  return asked['question'];
};

const hexOf = (text: string): string => Buffer.from(text).toString('hex');

/** One token: what of it is used, one wrong code remembered, one question open. */
const tryToken = (input: Input): Output => {
  const verifier = part(input, 'verifier');
  const scheme = String(verifier['scheme']);
  const asks = scheme === 'ocra';
  const newQuestion = () => questionFor(verifier['suite'], input['random']);
  let question = input['question'] ?? (asks ? newQuestion() : null);
  const asked = question;
  let used = Number(input['used']);
  let wrong: string | null = null;

  const verify = (digits: string, now: unknown): Output => {
    const next = Math.max(used, Number(part(input, 'token')['next']));
    const bytes = hexOf(digits);
    const common = { verifier, pepper: input['pepper'], bytes, now };
    if (scheme === 'totp') {
      const state = { lastUsed: next > 0 ? next - 1 : null };
      return OATH['verify-totp']?.({ ...common, state }) as Output;
    }
    if (asks) {
      const session = /-S\d{3}/.test(String(verifier['suite']))
        ? hexOf(String(input['shortId']))
        : null;
      const state = { question, nextCounter: next };
      const came = OATH['verify-ocra']?.({ ...common, state, session }) as Output;
      return came['error'] === undefined ? { ...came, moved: next } : came;
    }
    const state = { next };
    const came = OATH['verify-hotp']?.({ ...common, state }) as Output;
    if (came['error'] !== 'wrong-code' || wrong === null) return came;
    return OATH['resync-hotp']?.({ ...common, state, first: wrong, second: bytes }) as Output;
  };
  const factorOf = (came: Output): number | null => {
    const state = part(came, 'state');
    if (scheme === 'totp') return Number(state['lastUsed']);
    if (scheme === 'hotp') return Number(state['next']) - 1;
    const next = Number(state['nextCounter']);
    return next > Number(came['moved']) ? next - 1 : null;
  };

  const outcomes = (input['tries'] as Input[]).map(({ digits, now }) => {
    const came = verify(String(digits), now);
    wrong = came['error'] === 'wrong-code' ? hexOf(String(digits)) : null;
    if (came['error'] !== undefined) {
      if (asks) question = newQuestion();
      return { error: came['error'] };
    }
    const factor = factorOf(came);
    if (factor !== null) used = Math.max(used, factor + 1);
    question = null;
    return { factor };
  });
  return { asked, outcomes, used, question };
};

/** What is neither scanned nor kept is said before a code is judged, unless the depot is free about it. */
const unscanned = (input: Input): Output => {
  const accounted = [...(input['scanned'] as string[]), ...(input['kept'] as string[])];
  const labels = (input['parcels'] as string[]).filter((label) => accounted.indexOf(label) < 0);
  const { rule } = input;
  return labels.length === 0 || rule === 'free'
    ? { ok: true }
    : { error: 'unscanned', labels, mayHandOver: rule === 'ask' };
};

/** What is asked before the code, in this order: to whom, the signature, the scans. */
const beforeCode = (input: Input): Output => {
  const [its, said] = [part(input, 'instructions'), part(input, 'said')];
  const { to, where } = part(said, 'recipient');
  const names = to === 'safe-place' ? its['places'] : its['persons'];
  const goesTo = to === 'safe-place' ? where : to;
  const isNamed = names === null || (names as unknown[]).indexOf(goesTo) >= 0;
  if (to !== 'customer' && !isNamed) return { error: 'not-allowed' };
  const needs = part(its, 'evidence');
  const mayLack = input['purpose'] === 'override' || input['missingEvidence'] === 'ask';
  if (needs['signature'] === true && (said['strokes'] as unknown[]).length === 0) {
    return { error: 'unsigned', mayHandOver: mayLack };
  }
  const given = input['unscanned'];
  const isFree = given === 'free' && needs['everyParcel'] === false;
  const isAsked = given !== 'refuse' && (mayLack || needs['everyParcel'] === false);
  const rule = isAsked ? 'ask' : 'refuse';
  return unscanned({ ...input, kept: said['kept'], rule: isFree ? 'free' : rule });
};

/** What is judged at the door beside the code itself, once more. */
export const DOOR: Readonly<Record<string, VectorFunction>> = {
  'wait-after': (input) => ({
    waitMs: waitAfter(Number(input['wrongCodes']), part(input, 'policy')['waitsMs'] as number[]),
  }),
  'read-clock': readClock,
  'may-try': mayTry,
  'judge-pass': judgePass,
  'try-token': tryToken,
  unscanned,
  'before-code': beforeCode,
};
