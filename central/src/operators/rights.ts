import type { DepotId } from '../../../shared/protocol/ids.ts';
import type { Grant } from '../actors.ts';

/** What operators may do; each route asks for one of these. */
export const RIGHTS = [
  'look',
  'deliveries',
  'codes',
  'settle',
  'terminals',
  'crew',
  'tokens',
  'settings',
  'proof',
  'audit',
  'operators',
  'erase',
] as const;
export type Right = (typeof RIGHTS)[number];

/** What people are, and what each may do. An integration has rights by name instead. */
export const ROLES = {
  admin: RIGHTS,
  dispatcher: ['look', 'deliveries', 'codes', 'settle', 'crew', 'tokens', 'proof'],
  depot: ['look', 'settle', 'proof'],
  it: ['look', 'terminals', 'crew'],
  auditor: ['look', 'proof', 'audit'],
} as const satisfies Record<string, readonly Right[]>;
export type Role = keyof typeof ROLES;

const rightsOf = (name: string): readonly Right[] =>
  Object.hasOwn(ROLES, name) ? ROLES[name as Role] : RIGHTS.filter((right) => right === name);

/** The depots in which these grants give a right: all of them, or a list, which may be empty. */
export const depotsWith = (grants: readonly Grant[], right: Right): 'all' | readonly DepotId[] => {
  const giving = grants.filter(({ name }) => rightsOf(name).includes(right));
  return giving.some(({ depot }) => depot === null)
    ? 'all'
    : giving.flatMap(({ depot }) => (depot === null ? [] : [depot]));
};

type Asked = (
  | { readonly right: Right; readonly everywhere?: true }
  /** What everybody may who is an operator, about themselves alone. */
  | { readonly right: null }
) & {
  /** What lets somebody in: its person has just shown who they are, and did not only leave it open. */
  readonly proof?: true;
};

/** For what holds for the whole company: a right in some depots is not enough. */
const everywhere = (right: Right): Asked => ({ right, everywhere: true });
const inDepot = (right: Right): Asked => ({ right });
const OWN: Asked = { right: null };
const proved = (asked: Asked): Asked => ({ ...asked, proof: true });

/**
 * What each route asks for. A route that is not here does not start: `allow.ts` looks each one up
 * when it is registered.
 */
export const ASKED: Readonly<Record<string, Asked>> = {
  'GET /v1/depots': inDepot('look'),
  'POST /v1/depots': everywhere('settings'),
  'PATCH /v1/depots/:depot': inDepot('settings'),
  'PATCH /v1/depots/:depot/policy': inDepot('settings'),
  'GET /v1/depots/:depot/messages': inDepot('look'),
  'PATCH /v1/depots/:depot/messages': inDepot('settings'),

  'GET /v1/depots/:depot/drivers': inDepot('look'),
  'POST /v1/depots/:depot/drivers': inDepot('crew'),
  'GET /v1/depots/:depot/staff': inDepot('look'),
  'POST /v1/depots/:depot/staff': inDepot('crew'),
  'POST /v1/staff/:staff/badge': inDepot('crew'),
  'POST /v1/staff/:staff/pin': inDepot('crew'),
  'POST /v1/staff/:staff/remove': inDepot('crew'),

  'GET /v1/depots/:depot/board': inDepot('look'),
  'GET /v1/depots/:depot/day': inDepot('look'),
  'GET /v1/depots/:depot/search': inDepot('look'),
  'GET /v1/terminals': inDepot('look'),
  'POST /v1/depots/:depot/enrolment-codes': inDepot('terminals'),
  'PATCH /v1/terminals/:terminal': inDepot('terminals'),
  'POST /v1/terminals/:terminal/revoke': inDepot('terminals'),
  'POST /v1/terminals/:terminal/replace': inDepot('terminals'),

  'GET /v1/routes': inDepot('look'),
  'GET /v1/routes/:route/deliveries': inDepot('look'),
  'POST /v1/routes/:route/assign': inDepot('deliveries'),
  'GET /v1/deliveries': inDepot('look'),
  'GET /v1/deliveries/:delivery': inDepot('look'),
  'GET /v1/deliveries/:delivery/instructions': inDepot('look'),
  'POST /v1/deliveries': inDepot('deliveries'),
  'POST /v1/depots/:depot/deliveries/create': inDepot('deliveries'),
  'POST /v1/depots/:depot/deliveries': inDepot('deliveries'),
  'POST /v1/depots/:depot/imports': inDepot('deliveries'),
  'GET /v1/depots/:depot/imports': inDepot('deliveries'),
  'GET /v1/depots/:depot/imports/:import': inDepot('deliveries'),
  'GET /v1/depots/:depot/imports/:import/rows': inDepot('deliveries'),
  'PATCH /v1/depots/:depot/imports/:import/rows/:line': inDepot('deliveries'),
  'POST /v1/depots/:depot/imports/:import/run': inDepot('deliveries'),
  'GET /v1/depots/:depot/imports/:import/rest': inDepot('deliveries'),
  'GET /v1/depots/:depot/import-headings': inDepot('deliveries'),
  'PATCH /v1/depots/:depot/import-headings': inDepot('deliveries'),
  'GET /v1/depots/:depot/import-template': inDepot('deliveries'),
  'PATCH /v1/deliveries/:delivery': inDepot('deliveries'),
  'PUT /v1/deliveries/:delivery/instructions': inDepot('deliveries'),
  'POST /v1/deliveries/:delivery/split': inDepot('deliveries'),
  'POST /v1/deliveries/:delivery/move': inDepot('deliveries'),
  'POST /v1/deliveries/:delivery/cancel': inDepot('deliveries'),
  'POST /v1/depots/:depot/deliveries/move': inDepot('deliveries'),
  'POST /v1/depots/:depot/deliveries/cancel': inDepot('deliveries'),

  'POST /v1/deliveries/:delivery/reissue': inDepot('codes'),
  'POST /v1/deliveries/:delivery/resend': inDepot('codes'),
  'GET /v1/deliveries/:delivery/passes': inDepot('look'),
  'POST /v1/deliveries/:delivery/passes': inDepot('codes'),
  'POST /v1/passes/:once/withdraw': inDepot('codes'),
  'POST /v1/overrides': inDepot('codes'),
  'GET /v1/messages': inDepot('look'),
  'GET /v1/messages/:message': inDepot('look'),
  'GET /v1/depots/:depot/message-counts': inDepot('look'),
  'POST /v1/deliveries/:delivery/telephone': inDepot('deliveries'),
  // The codes themselves, of all depots: for trying out.
  'GET /v1/outbox': everywhere('codes'),

  'GET /v1/depots/:depot/tokens': inDepot('look'),
  'POST /v1/depots/:depot/tokens': inDepot('tokens'),
  'POST /v1/tokens/:token/revoke': inDepot('tokens'),

  'POST /v1/deliveries/:delivery/erase': inDepot('erase'),
  'POST /v1/depots/:depot/erasures': inDepot('erase'),
  'GET /v1/depots/:depot/retention': inDepot('look'),
  'PATCH /v1/depots/:depot/retention': inDepot('erase'),

  'GET /v1/deliveries/:delivery/proof': inDepot('proof'),
  'GET /v1/deliveries/:delivery/story': inDepot('proof'),
  'GET /v1/hand-overs': inDepot('proof'),
  'GET /v1/exceptions': inDepot('proof'),
  'GET /v1/sign-ins': inDepot('proof'),
  'GET /v1/findings': inDepot('look'),
  'POST /v1/findings/:finding/settle': inDepot('settle'),
  'GET /v1/cases': inDepot('look'),
  'GET /v1/cases/:case': inDepot('look'),
  'GET /v1/depots/:depot/case-counts': inDepot('look'),
  'GET /v1/depots/:depot/colleagues': inDepot('settle'),
  'POST /v1/cases/:case/view': inDepot('settle'),
  'POST /v1/cases/:case/reopen': inDepot('settle'),
  'POST /v1/depots/:depot/cases/settle': inDepot('settle'),
  'POST /v1/depots/:depot/cases/assign': inDepot('settle'),
  'GET /v1/terminals/:terminal/log': inDepot('proof'),
  'GET /v1/reports': inDepot('look'),

  'GET /v1/depots/:depot/webhooks': inDepot('settings'),
  'POST /v1/depots/:depot/webhooks': proved(inDepot('settings')),
  'POST /v1/webhooks/:webhook/secret': proved(inDepot('settings')),
  'POST /v1/webhooks/:webhook/test': inDepot('settings'),
  'GET /v1/webhooks/:webhook/events': inDepot('settings'),
  'POST /v1/webhooks/:webhook/replay': inDepot('settings'),
  'POST /v1/webhooks/:webhook/remove': inDepot('settings'),

  'GET /v1/audit': everywhere('audit'),
  'GET /v1/audit/export': everywhere('audit'),
  'GET /v1/operators': everywhere('operators'),
  'POST /v1/operators': proved(everywhere('operators')),
  'POST /v1/operators/:operator/key': proved(everywhere('operators')),
  'PUT /v1/operators/:operator/grants': proved(everywhere('operators')),
  'POST /v1/operators/:operator/remove': proved(everywhere('operators')),
  'POST /v1/operators/:operator/invite': proved(everywhere('operators')),

  'GET /v1/events': inDepot('look'),
  'GET /v1/me': OWN,
  'GET /v1/me/sessions': OWN,
  'POST /v1/me/sessions/:session/end': OWN,
  'POST /v1/me/sessions/end': OWN,
  'POST /v1/me/password': proved(OWN),
  'POST /v1/me/authenticator/begin': proved(OWN),
  'POST /v1/me/authenticator': proved(OWN),
  'POST /v1/me/recovery-codes': proved(OWN),
  'GET /v1/me/passkeys': OWN,
  'POST /v1/me/passkeys/begin': proved(OWN),
  'POST /v1/me/passkeys': proved(OWN),
  'POST /v1/me/passkeys/:passkey/remove': proved(OWN),
  'POST /v1/me/proof': OWN,
  'POST /v1/me/proof/passkey': OWN,
  'POST /v1/me/proof/provider': OWN,
  'POST /v1/sign-out': OWN,
};

/** What whoever signs in asks before central knows who they are, each for what it goes by itself. */
export const OPEN: Readonly<Record<string, string>> = {
  'GET /v1/sign-in': 'nothing: it says the same to everybody',
  'POST /v1/sign-in': 'name, password and code',
  'POST /v1/sign-in/provider/begin': 'nothing: it leads everybody to the identity provider',
  'GET /v1/sign-in/provider': 'what the identity provider says, and a flow that was begun here',
  'POST /v1/sign-in/passkey/begin': 'nothing: it gives a challenge to everybody',
  'POST /v1/sign-in/passkey': 'a passkey',
  'POST /v1/set-up/passkey/begin': 'the token of a set-up link',
  'POST /v1/set-up/passkey': 'the token of a set-up link',
  'POST /v1/set-up/begin': 'the token of a set-up link',
  'POST /v1/set-up': 'the token of a set-up link',
};
