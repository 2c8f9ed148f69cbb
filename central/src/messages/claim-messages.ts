import { wipe } from '../../../shared/protocol/codec/bytes.ts';
import type { DepotId, Instant } from '../../../shared/protocol/ids.ts';
import { later, SECOND } from '../clock.ts';
import type { MessageKind } from '../codes/put-message.ts';
import { at, type Transaction, transaction } from '../database/pool.ts';
import { seal, unseal } from '../keys/seal.ts';
import type { Ports } from '../ports.ts';
import { endMessage } from './end-message.ts';
import { hasMessage, isSaidSo, SAID_LAST } from './follow-up.ts';
import type { MessageProvider, OutgoingMessage } from './message-provider.ts';
import { faultOfNumber } from './number-fault.ts';
import { type MessageFacts, writeMessage } from './write-message.ts';

/** How long a claim holds: more than a provider may take, and short enough that a crash costs less than a minute. */
export const CLAIM = 35 * SECOND;

/** A message that is this worker's to send, until the claim is over. */
export type Claimed = {
  readonly message: OutgoingMessage;
  readonly issue: string;
  /** The how-manieth time it is. */
  readonly attempt: number;
};

type Row = MessageFacts & {
  readonly id: string;
  readonly attempt: number;
  readonly token: string;
  readonly sealedText: Buffer | null;
  readonly phone: string | null;
  readonly isOver: boolean;
  /** What the customer was told last; null: nothing. */
  readonly saidLast: Instant | null;
  readonly hasMessage: boolean;
  /** Another message is on its way that says the same. */
  readonly isSaidByOther: boolean;
};

export type ClaimPorts = Pick<Ports, 'pool' | 'keys' | 'now' | 'publicUrl' | 'pageUrl'>;

const bindingOf = (id: string): string => `kerbside/v1/message/${id}`;

/** Which messages are to be claimed: those whose time has come, or one of them. */
export type Which = { readonly limit: number } | { readonly depot: DepotId; readonly id: string };

/** SQL: whether a message is too late for anything: by its code, or by its delivery. */
const IS_OVER = `case m.kind
  when 'code' then i.state <> 'active' or i.not_after <= $1 or i.sealed_code is null
  when 'time-changed' then d.status <> 'open' or d.not_after <= $1
  else d.status <> 'cancelled' or d.not_after <= $1 end`;

const take = async (tx: Transaction, which: Which, now: Instant): Promise<Row[]> => {
  const one = 'id' in which ? which : null;
  const { rows } = await tx.query<Row>(
    `with due as (
       select depot, id from message
       where state in ('waiting', 'claimed') and next_at <= $1 and not awaits_docking
         and ($3::uuid is null or (depot = $3 and id = $4))
       order by next_at limit $2 for update skip locked),
     claimed as (
       update message set state = 'claimed', attempts = attempts + 1, next_at = $5 from due
       where message.depot = due.depot and message.id = due.id returning message.*)
     select m.depot, m.id, m.issue, m.kind, m.attempts as attempt, m.report_token as token,
       d.short_id as "shortId", i.not_after as "notAfter", m.sealed_text as "sealedText", i.sealed_code as "sealedCode", d.phone, d.arrival,
       p.sender, coalesce(d.language, p.language) as language, p.texts, p.time_zone as "timeZone",
       i.state = 'active' as "isActive", ${IS_OVER} as "isOver",
       said.issue is not null as "hasMessage", said.says as "saidLast",
       m.kind = 'time-changed' and (${hasMessage("'code'", "'waiting', 'claimed'")}
         or exists (select 1 from issue other_issue
           join message other on other.depot = other_issue.depot and other.issue = other_issue.id
           where other_issue.depot = d.depot and other_issue.delivery = d.id and other.kind = m.kind
             and other.state in ('waiting', 'claimed') and other.id < m.id)) as "isSaidByOther"
     from claimed m join issue i on i.depot = m.depot and i.id = m.issue
       join delivery d on d.depot = i.depot and d.id = i.delivery
       join depot p on p.id = m.depot
       left join lateral (${SAID_LAST}) said on m.kind <> 'code'`,
    [at(now), 'limit' in which ? which.limit : 1, one?.depot, one?.id, at(later(now, CLAIM))],
  );
  return rows;
};

/** The text that was written the first time, or is now, or is again, if its key is no more. */
const textOf = async (
  tx: Transaction,
  ports: ClaimPorts,
  row: Row,
  now: Instant,
): Promise<string> => {
  const { depot, id, sealedText } = row;
  const binding = bindingOf(id);
  const before = sealedText === null ? null : unseal(ports.keys.codeSealing, binding, sealedText);
  if (before !== null) {
    const text = Buffer.from(before).toString('utf8');
    wipe(before);
    return text;
  }
  const { text, says } = await writeMessage(tx, ports, row, now);
  const bytes = Buffer.from(text);
  await tx.query('update message set sealed_text = $3, says = $4 where depot = $1 and id = $2', [
    depot,
    id,
    seal(ports.keys.codeSealing, binding, bytes),
    at(says),
  ]);
  wipe(bytes);
  return text;
};

/** Whether there is nothing to say any more: it was said, or what it would take back never went out. */
const isMoot = ({ kind, saidLast, hasMessage: isOut, isSaidByOther, ...row }: Row): boolean => {
  const moot: Readonly<Record<MessageKind, boolean>> = {
    code: false,
    'time-changed': isSaidByOther || !isOut || isSaidSo(saidLast, row.arrival, row.timeZone),
    cancelled: !isOut,
  };
  return moot[kind];
};

/**
 * Makes messages whose time has come this worker's. All of it is one short transaction, and nothing of
 * it is held while they are sent. What need not, or cannot, be sent at all ends here; `ended` says of
 * which depots.
 */
export const claimMessages = (
  ports: ClaimPorts,
  provider: Pick<MessageProvider, 'name' | 'reports'>,
  which: Which,
): Promise<{ readonly claimed: readonly Claimed[]; readonly ended: ReadonlySet<DepotId> }> =>
  transaction(ports.pool, async (tx) => {
    const now = ports.now();
    const claimed: Claimed[] = [];
    const ended = new Set<DepotId>();
    for (const row of await take(tx, which, now)) {
      const { depot, id, issue, attempt, phone, sender, token } = row;
      if (row.isOver || isMoot(row)) {
        await endMessage(tx, depot, id, row.isOver ? 'expired' : 'cancelled', null, now);
        ended.add(depot);
        continue;
      }
      const fault = faultOfNumber(phone);
      if (fault !== null || phone === null) {
        await endMessage(tx, depot, id, 'failed', fault, now);
        ended.add(depot);
        continue;
      }
      const text = await textOf(tx, ports, row, now);
      await tx.query('update message set reports = $3 where depot = $1 and id = $2', [
        depot,
        id,
        provider.reports,
      ]);
      await tx.query(
        `insert into message_attempt (depot, message, attempt, provider, began_at)
         values ($1, $2, $3, $4, $5)`,
        [depot, id, attempt, provider.name, at(now)],
      );
      const reportUrl = provider.reports ? `${ports.publicUrl()}/v1/reports/${id}/${token}` : null;
      claimed.push({ issue, attempt, message: { depot, id, to: phone, text, sender, reportUrl } });
    }
    return { claimed, ended };
  });
