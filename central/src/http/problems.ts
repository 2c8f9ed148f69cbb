import type { FastifyReply } from 'fastify';
import { PROBLEM_BASE } from '../../../shared/protocol/api/terminal.ts';

/**
 * Every error of the HTTP interface (RFC 9457): its stable code, status and title. A problem never
 * repeats what was sent, so that no secret comes back or gets into a log.
 */
export const PROBLEMS = {
  'bad-request': [
    400,
    'The request is not of the form that it must have: `issues` says where, and how to mend it.',
  ],
  unreadable: [400, 'The request is not one of HTTP: its first line or a header cannot be read.'],
  'idempotency-key-missing': [
    400,
    'An Idempotency-Key is required: 1 to 200 characters in double quotes, the same for each try of one request.',
  ],
  'bad-key': [400, 'A public key in the request is invalid.'],
  unauthorised: [401, 'Sign in, or show a valid key.'],
  'sign-in-refused': [
    401,
    'The name, the password or the code is wrong, or the passkey is not known.',
  ],
  'proof-refused': [422, 'The password or the code is wrong, or the passkey is not yours.'],
  'cross-site': [403, 'The request comes from a page of another site.'],
  'sign-in-stale': [
    403,
    'Show again who you are: this needs a sign-in or a proof of the last ten minutes.',
  ],
  'link-over': [
    410,
    'This link is unknown, was used, or is over. Whoever sent it can make a new one.',
  ],
  'too-many-requests': [429, 'Too many requests. Retry-After says when to ask again.'],
  'too-many-tries': [429, 'Too many tries. Retry-After says when to try again.'],
  'rights-changed': [409, 'What you may do changed meanwhile, so nothing was done. Ask again.'],
  'password-weak': [422, 'This password is too easy to guess: `why` says why.'],
  'code-wrong': [
    422,
    "The authenticator app's code is wrong or was used. Wait for the next one, and check the clock of the device.",
  ],
  'passkey-refused': [422, 'The passkey is not one that central asked for, or is known already.'],
  'name-missing': [422, 'Say what the new admin is called.'],
  'not-a-person': [409, 'Only people sign in. A program has a key.'],
  'no-password': [409, 'You have no password. Ask an admin for a link that sets one up.'],
  'no-provider': [404, 'Central knows no identity provider.'],
  'no-passkeys': [
    404,
    "There are no passkeys here: central's public address is not a host's name.",
  ],
  'unknown-passkey': [404, 'No such passkey.'],
  'last-means': [409, 'It is the last thing that you can sign in with. Add another first.'],
  'unknown-session': [404, 'No such session.'],
  forbidden: [403, 'You may not do this here, or there is no such thing.'],
  'depot-missing': [400, 'You work for several depots: say which one.'],
  'unknown-operator': [404, 'No such operator.'],
  'last-admin': [409, 'No other person may do everything: let another admin in first.'],
  'bad-signature': [401, 'The request signature is missing or wrong.'],
  'bad-digest': [401, "The body doesn't match the signed digest."],
  'clock-skew': [401, "The signature's time is too far from central's clock."],
  replayed: [401, 'The signature nonce has already been used.'],
  'unknown-terminal': [401, 'No terminal with this id is enrolled.'],
  'revoked-terminal': [401, 'This terminal has been revoked.'],
  'enrolment-token-unknown': [403, 'This enrolment code is unknown.'],
  'enrolment-token-used': [409, 'This enrolment code has already been used by another terminal.'],
  'enrolment-token-expired': [410, 'This enrolment code has expired.'],
  'already-enrolled': [409, 'A terminal with this key is already enrolled.'],
  'not-found': [404, 'Not found.'],
  'method-not-allowed': [
    405,
    'There is no such method at this path: `Allow` names those that there are.',
  ],
  'too-slow': [408, 'The request took too long to arrive.'],
  'headers-too-large': [431, "The request's headers are too large."],
  'no-such-terminal': [404, 'No such terminal.'],
  'unknown-depot': [404, 'No such depot.'],
  'unknown-driver': [404, 'No such driver in this depot.'],
  'unknown-route': [404, 'No such route.'],
  'unknown-delivery': [404, 'No such delivery.'],
  'unknown-pass': [404, 'No such pass.'],
  'unknown-staff': [404, 'No staff member has this id.'],
  'unknown-token': [404, 'No such token.'],
  'unknown-reference': [404, 'No open delivery has this reference.'],
  'no-outbox': [404, 'The current SMS provider has no outbox.'],
  'unknown-import': [404, 'No such import, or no rows of it are left.'],
  'no-customer-page': [404, "The customer's page has not been built."],
  'unknown-webhook': [404, 'No such webhook.'],
  'webhook-not-https': [
    422,
    'Events are sent by https alone, except to hosts that the configuration names.',
  ],
  'webhook-has-credentials': [
    422,
    'The address must have no name and no password in it: events are signed.',
  ],
  'webhook-inside': [
    422,
    'The address is one of the inside. The configuration must name its host.',
  ],
  'too-many-webhooks': [409, 'The depot has as many webhooks as it may.'],
  'no-console': [404, 'The console has not been built.'],
  'unknown-finding': [404, 'No such finding.'],
  'finding-settled': [409, 'This finding has already been settled.'],
  'not-countable': [
    409,
    'This finding is not a hand-over that can be counted: it is of another kind, it has no valid proof, or the delivery is unknown here.',
  ],
  'delivery-counted': [409, 'A hand-over of this delivery has already been counted.'],
  'unknown-message': [404, 'No such message.'],
  'no-telephone': [409, 'The delivery has no telephone number.'],
  'unknown-case': [404, 'No such case.'],
  'case-settled': [409, 'Somebody has decided this already: `settled` says who, and how.'],
  'case-assigned': [409, 'Somebody else has it meanwhile: `assigned` says who.'],
  'case-open': [409, 'Nobody has decided this: there is nothing to take back.'],
  'case-overtaken': [
    409,
    'Something else was decided or came in about the same since. Take that back first.',
  ],
  'other-decision': [
    409,
    'This decision is not one for `case`: a hand-over counts or not, of a delivery that was not delivered it is noted what becomes of it.',
  ],
  'name-taken': [409, 'This name is already in use, or one that looks like it.'],
  'email-taken': [409, 'Someone has this e-mail address already.'],
  'number-taken': [409, 'Someone in the depot already has this number.'],
  'serial-taken': [409, 'The depot already has a token with this serial number.'],
  'other-depot': [409, 'The terminal belongs to another depot.'],
  'terminal-is-revoked': [409, 'The terminal has been revoked.'],
  'route-without-driver': [409, 'The route has no driver yet; name one.'],
  'route-without-terminal': [409, "The delivery's route has no terminal; name one."],
  'unknown-parcel': [422, 'A parcel is named that the delivery does not have.'],
  'delivery-closed': [409, 'The delivery is no longer open.'],
  'delivery-open': [409, 'The delivery is still open. Cancel it first.'],
  'pass-ended': [409, 'The pass has been used or has expired.'],
  'pass-outlives-key': [409, 'The pass would be valid for longer than its signing key.'],
  'no-active-issue': [
    409,
    'No terminal has a code for this delivery yet, so there is no override.',
  ],
  'override-shown-already': [409, "This delivery's override has already been shown."],
  'ambiguous-reference': [409, 'Deliveries in more than one depot have this reference; name one.'],
  'cursor-unknown': [409, 'The cursor is ahead of everything sent to this terminal.'],
  'import-running': [
    409,
    'Another file of this depot is being imported. Wait until it is done, then import this one.',
  ],
  'import-over': [409, 'The file does not wait any more. Import it again.'],
  'request-running': [409, 'The same request is still being done. Ask again.'],
  'version-stale': [412, 'It has been changed since you saw it: `current` has its version now.'],
  'no-parcel-left': [409, 'A delivery keeps at least one of its parcels.'],
  'same-terminal': [409, 'A terminal cannot replace itself.'],
  'not-wiped': [
    409,
    'The old terminal has not wiped itself: its unsent records would be lost. Dock and wipe it, or say that it is lost.',
  ],
  'position-taken': [409, 'The route already has a stop at this position.'],
  'other-day': [409, "The arrival is not on the route's day."],
  'nothing-to-send': [
    409,
    'Central cannot send this code: `why` says why, and `instead` what else there is.',
  ],
  'too-large': [413, 'The request body is too large.'],
  'file-too-large': [413, 'The file is larger than 1 GiB. Split it.'],
  'wrong-media-type': [415, "The endpoint doesn't accept this media type."],
  'csv-refused': [422, 'Nothing was imported: the file has errors.'],
  'deliveries-refused': [422, 'Nothing was created: `errors` says what is wrong.'],
  'change-refused': [422, 'Nothing was changed: `fields` says what is wrong.'],
  'pass-too-long': [422, 'Name and address are too long for a pass.'],
  'pass-not-writable': [422, 'The delivery contains characters that a pass cannot show.'],
  'idempotency-key-reused': [422, 'This Idempotency-Key came with another request before.'],
  'bad-seed': [422, 'A seed must be 16 to 64 bytes in hexadecimal.'],
  'bad-suite': [
    422,
    'OCRA suite not supported: it needs a response and a question of 6 digits or more.',
  ],
  'bad-pin-hash': [
    422,
    "The PIN hash must be hexadecimal, of the length that the suite's hash has; only a suite with a PIN takes one.",
  ],
  'version-missing': [
    428,
    'If-Match must name the version that is to be changed, in double quotes, as "3"; neither * nor a number without quotes does.',
  ],
  'provider-refused': [
    502,
    'The identity provider refused the sign-in, or said what cannot be true.',
  ],
  internal: [500, 'Internal error in central.'],
  'provider-away': [
    503,
    'The identity provider does not answer. Sign in another way, or try again.',
  ],
  'sign-in-busy': [503, 'Too many people are signing in at the moment. Try again.'],
  'imports-busy': [503, 'Too many files are being imported at the moment. Try again later.'],
  'not-ready': [503, 'Central is not ready.'],
  busy: [503, 'Central is serving other terminals first.'],
  unavailable: [503, "Central's database does not respond at the moment. Try again."],
} as const satisfies Record<string, readonly [number, string]>;

export type HttpProblem = keyof typeof PROBLEMS;

/** When what passes by itself is worth another try, in seconds: no terminal comes sooner by itself. */
const RETRY_AFTER = '1';

/** A problem as a document. */
export const problemOf = (code: HttpProblem) => {
  const [status, title] = PROBLEMS[code];
  return { type: `${PROBLEM_BASE}${code}`, title, status };
};

/** Answers with a problem document. `more` are further members of it. */
export const sendProblem = (
  reply: FastifyReply,
  code: HttpProblem,
  more: Readonly<Record<string, unknown>> = {},
): FastifyReply => {
  const problem = problemOf(code);
  const { status } = problem;
  if (status === 503 && !reply.hasHeader('retry-after')) reply.header('retry-after', RETRY_AFTER);
  if (code === 'unauthorised' || code === 'sign-in-refused')
    reply.header('www-authenticate', 'Bearer');
  return reply
    .code(status)
    .type('application/problem+json; charset=utf-8')
    .serializer((payload: unknown) => JSON.stringify(payload))
    .send({ ...problem, ...more });
};
