import type { Instant } from '../../../shared/protocol/ids.ts';
import { later, MINUTE, SECOND } from '../clock.ts';
import { at, type Transaction, transaction } from '../database/pool.ts';
import type { Ports } from '../ports.ts';
import type { Claimed } from './claim-messages.ts';
import { endMessage, forgetCodes, lockMessage } from './end-message.ts';
import { tellChangesSince } from './follow-up.ts';
import type { ProviderAnswer } from './message-provider.ts';

const FIRST_WAIT = 5 * SECOND;
const LONGEST_WAIT = 5 * MINUTE;

/** When it is tried again: soon at first, then less and less often. */
const waitAfter = (attempt: number): number =>
  Math.min(FIRST_WAIT * 2 ** Math.min(attempt - 1, 10), LONGEST_WAIT);

const markAccepted = async (
  tx: Transaction,
  { message: { depot, id }, attempt }: Claimed,
  ids: readonly string[],
  now: Instant,
): Promise<void> => {
  // A report may have come before this, or a cancellation: that stays, and that it went is kept.
  await tx.query(
    `update message set accepted_at = coalesce(accepted_at, $4), reason = null,
       state = case when state = 'claimed' and attempts = $3 then 'accepted' else state end
     where depot = $1 and id = $2`,
    [depot, id, attempt, at(now)],
  );
  await tx.query(
    `insert into message_part (depot, message, provider_id)
     select $1::uuid, $2::uuid, unnest($3::text[]) on conflict do nothing`,
    [depot, id, ids],
  );
  await forgetCodes(tx, depot, now, id);
  await tellChangesSince(tx, depot, id, now);
};

/** Keeps what a provider answered. Whoever claimed the message meanwhile, after this claim, goes on. */
export const markMessage = (
  { pool, now }: Pick<Ports, 'pool' | 'now'>,
  claimed: Claimed,
  answer: ProviderAnswer,
): Promise<void> =>
  transaction(pool, async (tx) => {
    const { message, attempt } = claimed;
    const { depot, id } = message;
    const moment = now();
    const held = await lockMessage(tx, depot, id);
    const reason = answer.kind === 'accepted' ? null : answer.why;
    await tx.query(
      `update message_attempt set ended_at = $4, outcome = $5, reason = $6
       where depot = $1 and message = $2 and attempt = $3`,
      [depot, id, attempt, at(moment), answer.kind, reason],
    );
    if (answer.kind === 'accepted') return markAccepted(tx, claimed, answer.ids, moment);
    if (held?.state !== 'claimed' || held.attempts !== attempt) return;
    if (answer.kind === 'refused') return endMessage(tx, depot, id, 'failed', answer.why, moment);
    await tx.query(
      `update message set state = 'waiting', next_at = $3, reason = $4
       where depot = $1 and id = $2`,
      [depot, id, at(later(moment, waitAfter(attempt))), answer.why],
    );
  });
