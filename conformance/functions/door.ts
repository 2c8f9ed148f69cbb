import { z } from 'zod';
import { makeReadClock } from '../../electron/app/clock/read-clock.ts';
import { type CountedTry, mayTry } from '../../electron/app/door/may-try.ts';
import { makePassCheck } from '../../electron/app/door/verify-pass.ts';
import { makeTokenCheck } from '../../electron/app/door/verify-token.ts';
import type { Clock } from '../../electron/app/ports/clock.ts';
import type { Stop, Store } from '../../electron/app/ports/store.ts';
import { signedDocument } from '../../shared/protocol/api/signed.ts';
import { customerVerifier, manifestDelivery } from '../../shared/protocol/api/terminal.ts';
import { utf8 } from '../../shared/protocol/codec/bytes.ts';
import {
  deliveryId,
  depotId,
  driverId,
  instant,
  parcelLabel,
  publicKey,
  random16,
  shortId,
  terminalId,
} from '../../shared/protocol/ids.ts';
import { instructions } from '../../shared/protocol/instructions.ts';
import { NO_INSTRUCTIONS } from '../../shared/protocol/no-instructions.ts';
import { NOTHING_PARTICULAR } from '../../shared/protocol/nothing-particular.ts';
import { particulars } from '../../shared/protocol/outcome.ts';
import {
  missingEvidenceRule,
  policy,
  unscannedRule,
  waitAfter,
} from '../../shared/protocol/policy.ts';
import { type MovingFactor, movingFactor } from '../../shared/protocol/schemes/oath/outcome.ts';
import { timeAnchor, trustedTime } from '../../shared/protocol/time/trusted-time.ts';
import { purpose } from '../../shared/protocol/verdict.ts';
import { questionBefore } from '../../shared/terminal/door/before-code.ts';
import { doorStep } from '../../shared/terminal/door/door.ts';
import { initialDoor } from '../../shared/terminal/door/door-state.ts';
import {
  bytes,
  type Input,
  type Output,
  read,
  text,
  type VectorFunction,
  whole,
} from '../vector.ts';

const clockReading = z.strictObject({
  now: trustedTime,
  wallWrong: z.boolean(),
  untrusted: z.boolean(),
  leaseEnds: instant.nullable(),
});
const acceptance = z.strictObject({ at: instant, driver: driverId.nullable() }).nullable();
const bounds = z.strictObject({ notBefore: instant, notAfter: instant, attempts: z.int() });
const tries = z.strictObject({ count: z.int(), lastAt: instant.nullable() });
const stopState = z.strictObject({
  acceptance,
  withdrawn: z.boolean(),
  verifier: bounds,
  override: bounds,
  tries: z.strictObject({ 'hand-over': tries, override: tries }),
});

const refused = ({ reason, ...detail }: { readonly reason: string }): Output => ({
  error: reason,
  ...detail,
});

/** A stand-in that has what one function looks at, and nothing else. */
const only = <T>(part: object): T => part as T;

const readClockOf = (input: Input): Output => {
  const store = only<Store>({
    timeAnchor: () => read(input, 'anchor', timeAnchor.nullable()),
    newestEntryTime: () => read(input, 'newestEntry', instant.nullable()),
    policy: () => read(input, 'policy', policy),
  });
  const boot = read(input, 'boot', z.strictObject({ bootId: z.string(), elapsedMs: z.number() }));
  const clock: Clock = { wall: () => read(input, 'wall', instant), boot: () => boot };
  return { ...makeReadClock(store, clock)() };
};

/** Judges a pass in a store that has what the vector says. */
const judgePass = (input: Input): Output => {
  const here = read(
    input,
    'here',
    z.strictObject({ terminal: terminalId, depot: depotId, routes: z.array(z.string()) }),
  );
  const keys = read(input, 'keys', signedDocument);
  const root = read(input, 'root', publicKey);
  const stop = read(input, 'stop', z.strictObject({ withdrawn: z.boolean() }).nullable());
  const used = read(input, 'accepted', acceptance);
  const usedPasses = read(input, 'usedPasses', z.array(random16));
  const withdrawnPasses = read(input, 'withdrawnPasses', z.array(random16));
  const store = only<Store>({
    terminal: () => ({ grant: here, root, keys }),
    routes: () => here.routes.map((name) => ({ name })),
    erased: () => null,
    acceptanceOf: () => used,
    isPassUsed: (once: string) => usedPasses.some((one) => one === once),
    isPassWithdrawn: (once: string) => withdrawnPasses.some((one) => one === once),
    stop: () => (stop === null ? null : { ...stop, acceptance: used }),
  });
  const clock = read(input, 'clock', clockReading);
  const outcome = makePassCheck({ store, readClock: () => clock }).check(utf8(text(input, 'text')));
  if (outcome.result === 'refused') return refused(outcome.refusal);
  const { pass, presence } = outcome.valid;
  return { delivery: pass.delivery, epoch: pass.epoch, presenceKey: presence.publicKey };
};

/** Codes of one stop's token, one after the other; what is accepted moves the token on. */
const tryToken = (input: Input): Output => {
  let used = read(input, 'used', movingFactor);
  let question = read(input, 'question', z.string().nullable());
  const stop = only<Stop>({
    delivery: read(input, 'delivery', deliveryId),
    shortId: read(input, 'shortId', shortId),
    verifier: read(input, 'verifier', customerVerifier),
    token: read(input, 'token', manifestDelivery.shape.token),
    acceptance: null,
  });
  const store = only<Store>({
    tokenNext: () => used,
    question: () => question,
    keepQuestion: (_delivery: string, asked: string) => {
      question = asked;
    },
  });
  const check = makeTokenCheck({
    store,
    pepper: bytes(input, 'pepper'),
    randomBytes: () => bytes(input, 'random'),
  });
  check.ask(stop);
  const asked = question;
  const shown = read(input, 'tries', z.array(z.strictObject({ digits: z.string(), now: instant })));
  const outcomes = shown.map(({ digits, now }) => {
    const outcome = check.check(only<CountedTry>({ stop }), utf8(digits), now);
    if (outcome.result !== 'accepted') {
      check.askAnew(stop);
      return { error: outcome.result };
    }
    if (outcome.factor !== null) used = Math.max(used, outcome.factor + 1) as MovingFactor;
    question = null;
    return { factor: outcome.factor };
  });
  return { asked, outcomes, used, question };
};

/** A code at a stop where these parcels were scanned, and these are kept. */
const judgeUnscanned = (input: Input): Output => {
  const stop = deliveryId.parse('00000000-0000-4000-8000-000000000001');
  const labels = (name: string) => read(input, name, z.array(parcelLabel));
  const kept = { ...NOTHING_PARTICULAR, kept: labels('kept') };
  const state = {
    ...initialDoor,
    ticked: new Map([[stop, new Set(labels('scanned'))]]),
    particulars: new Map([[stop, kept]]),
  };
  const rule = read(input, 'rule', unscannedRule);
  const standing = {
    open: true,
    parcels: labels('parcels'),
    unscanned: rule,
    instructions: NO_INSTRUCTIONS,
    missingEvidence: 'refuse',
  } as const;
  const code = { type: 'code', named: stop, stop: null, asks: 'hand-over', typed: false } as const;
  const next = doorStep(state, { ...code, standing });
  const { at } = next.state;
  if (at.name !== 'door' || at.question?.name !== 'unscanned') return { ok: next.effect !== null };
  const { labels: missing, mayHandOver } = at.question;
  return { error: 'unscanned', labels: missing, mayHandOver };
};

/** A code at a stop with these instructions, where this was scanned, said and signed. */
const beforeCode = (input: Input): Output => {
  const stop = deliveryId.parse('00000000-0000-4000-8000-000000000001');
  const said = read(input, 'said', particulars);
  const state = {
    ...initialDoor,
    ticked: new Map([[stop, new Set(read(input, 'scanned', z.array(parcelLabel)))]]),
    particulars: new Map([[stop, said]]),
  };
  const standing = {
    open: true,
    parcels: read(input, 'parcels', z.array(parcelLabel)),
    unscanned: read(input, 'unscanned', unscannedRule),
    instructions: read(input, 'instructions', instructions),
    missingEvidence: read(input, 'missingEvidence', missingEvidenceRule),
  } as const;
  const question = questionBefore(state, stop, standing, read(input, 'purpose', purpose));
  if (question === null) return { ok: true };
  const { name, ...details } = question;
  return { error: name, ...details };
};

/** What is judged at the door beside the code itself: clocks, waits, order of refusals, passes. */
export const DOOR: Readonly<Record<string, VectorFunction>> = {
  'read-policy': (input) =>
    policy.safeParse(input['policy']).success ? { ok: true } : { error: 'malformed' },
  'wait-after': (input) => ({
    waitMs: waitAfter(whole(input, 'wrongCodes'), read(input, 'policy', policy)),
  }),
  'read-clock': readClockOf,
  'may-try': (input) => {
    const may = mayTry(
      only<Stop>(read(input, 'stop', stopState)),
      read(input, 'purpose', purpose),
      read(input, 'clock', clockReading),
      read(input, 'policy', policy),
    );
    return may.ok ? { ok: true } : refused(may.error);
  },
  'judge-pass': judgePass,
  'try-token': tryToken,
  unscanned: judgeUnscanned,
  'before-code': beforeCode,
};
