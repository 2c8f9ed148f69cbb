import type { DeliveryCode } from '../../../shared/protocol/code/delivery-code.ts';
import { wipe } from '../../../shared/protocol/codec/bytes.ts';
import type { DepotId, Instant } from '../../../shared/protocol/ids.ts';
import { later, SECOND } from '../clock.ts';
import { openSealedCode } from '../codes/make-sealed-code.ts';
import { at, type Transaction, transaction } from '../database/pool.ts';
import { seal, unseal } from '../keys/seal.ts';
import type { Ports } from '../ports.ts';
import { endMessage } from './end-message.ts';
import type { MessageProvider, OutgoingMessage } from './message-provider.ts';
import { faultOfNumber } from './number-fault.ts';
import { type LinkParts, linkOf } from './text/link-of.ts';
import { type TextParts, writeText } from './text/write-text.ts';

/** How long a claim holds: more than a provider may take, and short enough that a crash costs less than a minute. */
export const CLAIM = 35 * SECOND;

/** A message that is this worker's to send, until the claim is over. */
export type Claimed = {
  readonly message: OutgoingMessage;
  readonly issue: string;
  /** The how-manieth time it is. */
  readonly attempt: number;
};

type Row = Omit<TextParts, 'now' | 'link'> &
  LinkParts & {
    readonly depot: DepotId;
    readonly id: string;
    readonly issue: string;
    readonly attempt: number;
    readonly token: string;
    readonly sealedText: Buffer | null;
    readonly sealedCode: Buffer | null;
    readonly phone: string | null;
    readonly isOver: boolean;
  };

export type ClaimPorts = Pick<Ports, 'pool' | 'keys' | 'now' | 'publicUrl' | 'pageUrl'>;

const bindingOf = (id: string): string => `kerbside/v1/message/${id}`;

/** Which messages are to be claimed: those whose time has come, or one of them. */
export type Which = { readonly limit: number } | { readonly depot: DepotId; readonly id: string };

const take = async (tx: Transaction, which: Which, now: Instant): Promise<Row[]> => {
  const one = 'id' in which ? which : null;
  const { rows } = await tx.query<Row>(
    `with due as (
       select depot, id from message
       where state in ('waiting', 'claimed') and next_at <= $1
         and ($3::uuid is null or (depot = $3 and id = $4))
       order by next_at limit $2 for update skip locked),
     claimed as (
       update message set state = 'claimed', attempts = attempts + 1, next_at = $5 from due
       where message.depot = due.depot and message.id = due.id returning message.*)
     select m.depot, m.id, m.issue, m.attempts as attempt, m.report_token as token,
       d.short_id as "shortId", i.not_after as "notAfter", m.sealed_text as "sealedText", i.sealed_code as "sealedCode", d.phone, d.arrival,
       p.sender, coalesce(d.language, p.language) as language, p.texts, p.time_zone as "timeZone",
       i.state <> 'active' or i.not_after <= $1 or i.sealed_code is null as "isOver"
     from claimed m join issue i on i.depot = m.depot and i.id = m.issue
       join delivery d on d.depot = i.depot and d.id = i.delivery
       join depot p on p.id = m.depot`,
    [at(now), 'limit' in which ? which.limit : 1, one?.depot, one?.id, at(later(now, CLAIM))],
  );
  return rows;
};

/** The text that was written the first time, or is now; null if its key is no more. */
const textOf = async (
  tx: Transaction,
  { keys, pageUrl }: ClaimPorts,
  row: Row,
  now: Instant,
): Promise<string> => {
  const { depot, id, issue, sealedText, sealedCode } = row;
  const before = sealedText === null ? null : unseal(keys.codeSealing, bindingOf(id), sealedText);
  if (before !== null) {
    const text = Buffer.from(before).toString('utf8');
    wipe(before);
    return text;
  }
  const opened = openSealedCode({ keys }, issue, 'hand-over', sealedCode ?? new Uint8Array());
  const code = opened as DeliveryCode;
  const link = linkOf(pageUrl(), row, code);
  const text = writeText({ ...row, now, link }, code);
  wipe(code);
  const bytes = Buffer.from(text);
  await tx.query('update message set sealed_text = $3 where depot = $1 and id = $2', [
    depot,
    id,
    seal(keys.codeSealing, bindingOf(id), bytes),
  ]);
  wipe(bytes);
  return text;
};

/**
 * Makes messages whose time has come this worker's. All of it is one short transaction, and nothing of
 * it is held while they are sent. What need not, or cannot, be sent at all ends here.
 */
export const claimMessages = (
  ports: ClaimPorts,
  provider: Pick<MessageProvider, 'name' | 'reports'>,
  which: Which,
): Promise<Claimed[]> =>
  transaction(ports.pool, async (tx) => {
    const now = ports.now();
    const claimed: Claimed[] = [];
    for (const row of await take(tx, which, now)) {
      const { depot, id, issue, attempt, phone, sender, token } = row;
      const fault = row.isOver ? null : faultOfNumber(phone);
      if (row.isOver || fault !== null || phone === null) {
        await endMessage(tx, depot, id, row.isOver ? 'expired' : 'failed', fault, now);
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
    return claimed;
  });
