import type { Stop } from '../../../api/dispatch.ts';

/** What can be done with a stop, in the order in which it is offered. */
export const STOP_ACTS = [
  'override',
  'resend',
  'move',
  'change',
  'split',
  'pass',
  'reissue',
  'instruct',
  'cancel',
] as const;
export type StopAct = (typeof STOP_ACTS)[number];

/** Which right each act asks for. */
const RIGHTS: Readonly<Record<StopAct, 'codes' | 'deliveries'>> = {
  override: 'codes',
  resend: 'codes',
  reissue: 'codes',
  pass: 'codes',
  move: 'deliveries',
  change: 'deliveries',
  split: 'deliveries',
  instruct: 'deliveries',
  cancel: 'deliveries',
};

type Standing = Pick<Stop, 'status' | 'token' | 'issue'>;

/** Whether the code has not gone to the customer yet: it is sent for the first time. */
export const isUnsent = ({ issue }: Pick<Stop, 'issue'>): boolean => issue?.sms === 'waiting';

/** Whether a customer's code can be sent by central no more: it went out, and was forgotten. */
export const isForgotten = ({ status, token, issue }: Standing): boolean =>
  status === 'open' &&
  token === null &&
  issue?.state === 'active' &&
  !issue.codeKept &&
  (issue.sms === 'sent' || issue.sms === 'delivered');

/** Whether central has the code, and a message that brings it. */
const canSend = ({ status, token, issue }: Standing): boolean =>
  status === 'open' &&
  token === null &&
  issue?.state === 'active' &&
  issue.codeKept &&
  issue.sms !== 'none' &&
  issue.sms !== 'cancelled';

/** What whoever has these rights may do with a stop as it stands. */
export const actsOn = (
  stop: Standing & Pick<Stop, 'parcels'>,
  may: { readonly codes: boolean; readonly deliveries: boolean },
): readonly StopAct[] => {
  const { status, token, issue, parcels } = stop;
  return STOP_ACTS.filter((act) => {
    if (!may[RIGHTS[act]]) return false;
    if (act === 'resend') return canSend(stop);
    // An override is good for longer than the customer's code.
    if (act === 'override') return issue !== null && (status === 'open' || status === 'expired');
    if (act === 'reissue') return status === 'open' && token === null;
    // Each of the two keeps a parcel.
    if (act === 'split') return status === 'open' && parcels.length > 1;
    return status === 'open';
  });
};

/** What can be done with a route, and with several of its stops. */
export const ROUTE_ACTS = ['assign', 'move-many', 'cancel-many'] as const;
export type RouteAct = (typeof ROUTE_ACTS)[number];

export type Act = StopAct | RouteAct;
/** Whether an address that anybody may have written names an act. */
export const isAct = (act: unknown): act is Act =>
  [...STOP_ACTS, ...ROUTE_ACTS].some((known) => known === act);
