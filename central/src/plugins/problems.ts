import type { FastifyReply } from 'fastify';
import { PROBLEM_BASE } from '../../../shared/api/terminal.ts';

/**
 * Every error of the HTTP interface (RFC 9457): its stable code, status and title. A problem never
 * repeats what was sent, so that no secret comes back or gets into a log.
 */
const PROBLEMS = {
  'bad-request': [400, 'The request does not have the form that this address takes.'],
  'bad-key': [400, 'A public key of the request is not usable.'],
  unauthorised: [401, 'A valid operator token is needed.'],
  'bad-signature': [401, 'The request is not signed as it must be.'],
  'bad-digest': [401, 'The body is not the one that was signed.'],
  'clock-skew': [401, 'The time of the signature is too far from central time.'],
  replayed: [401, 'The nonce of the signature was used before.'],
  'unknown-terminal': [401, 'No terminal with this id is enrolled.'],
  'revoked-terminal': [401, 'This terminal was revoked.'],
  'enrolment-token-unknown': [403, 'This enrolment code was not made here.'],
  'enrolment-token-used': [409, 'This enrolment code was used by another terminal.'],
  'enrolment-token-expired': [410, 'This enrolment code is too old.'],
  'already-enrolled': [409, 'A terminal with this key is enrolled already.'],
  'not-found': [404, 'There is nothing at this address.'],
  'no-such-terminal': [404, 'There is no such terminal.'],
  'unknown-depot': [404, 'There is no such depot.'],
  'unknown-driver': [404, 'There is no such driver in this depot.'],
  'unknown-route': [404, 'There is no such route.'],
  'unknown-delivery': [404, 'There is no such delivery.'],
  'unknown-pass': [404, 'There is no such pass.'],
  'unknown-staff': [404, 'Nobody of the staff has this id.'],
  'unknown-token': [404, 'There is no such token.'],
  'unknown-reference': [404, 'No open delivery has this reference.'],
  'no-outbox': [404, 'The SMS provider in use has no outbox.'],
  'unknown-finding': [404, 'There is no such finding.'],
  'finding-settled': [409, 'Somebody has settled this finding before.'],
  'not-countable': [
    409,
    'This finding is no hand-over that can be counted: it is of another kind, the code or pass was not there, or the delivery is not known here.',
  ],
  'delivery-counted': [409, 'A hand-over of this delivery is counted already.'],
  'name-taken': [409, 'This name is taken.'],
  'number-taken': [409, 'Someone of the depot has this number.'],
  'serial-taken': [409, 'The depot has a token with this serial number.'],
  'other-depot': [409, 'The terminal belongs to another depot.'],
  'terminal-is-revoked': [409, 'The terminal was revoked.'],
  'route-without-driver': [409, 'The route has no driver yet; name one.'],
  'route-without-terminal': [409, 'No terminal has the delivery’s route; name one.'],
  'delivery-closed': [409, 'The delivery is not open any more.'],
  'pass-ended': [409, 'The pass was used, or is over.'],
  'pass-outlives-key': [409, 'The pass would be good for longer than the key that signs it.'],
  'no-active-issue': [409, 'The delivery has no code on a terminal yet, so no override either.'],
  'override-shown-already': [409, 'The override of this delivery was shown before.'],
  'ambiguous-reference': [409, 'Deliveries of more than one depot have this reference; name one.'],
  'cursor-unknown': [409, 'The cursor is ahead of everything that was given to this terminal.'],
  'too-large': [413, 'The body is larger than what is taken.'],
  'wrong-media-type': [415, 'The body is not of a media type that this address takes.'],
  'csv-refused': [422, 'Nothing was imported: the file has lines that cannot be taken.'],
  'pass-too-long': [422, 'Name and address are too long for a pass.'],
  'pass-not-writable': [422, 'A line of the delivery has characters that a pass cannot show.'],
  'bad-seed': [422, 'A seed is 16 to 64 bytes, given in hexadecimal.'],
  'bad-suite': [
    422,
    'The suite is none whose answers are typed at a door: six digits or more, a question of six or more.',
  ],
  'bad-pin-hash': [
    422,
    'The hash of a PIN goes with a suite that has one, in hexadecimal, of the length of its hash.',
  ],
  internal: [500, 'Something went wrong at central.'],
  'not-ready': [503, 'Central is not ready.'],
  unavailable: [503, 'Central’s database does not answer at the moment. Try again.'],
} as const satisfies Record<string, readonly [number, string]>;

export type HttpProblem = keyof typeof PROBLEMS;

/** When what passes by itself is worth another try, in seconds. */
const RETRY_AFTER = '3';

/** Answers with a problem document. `more` are further members of it. */
export const sendProblem = (
  reply: FastifyReply,
  code: HttpProblem,
  more: Readonly<Record<string, unknown>> = {},
): FastifyReply => {
  const [status, title] = PROBLEMS[code];
  if (status === 503) reply.header('retry-after', RETRY_AFTER);
  const document = { type: `${PROBLEM_BASE}${code}`, title, status, ...more };
  return reply
    .code(status)
    .type('application/problem+json; charset=utf-8')
    .serializer((payload: unknown) => JSON.stringify(payload))
    .send(document);
};
