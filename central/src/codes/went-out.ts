/**
 * SQL: whether the customer has a message `m`, or may have it: a provider took it, has it in its hands
 * at this moment, or did not say. One that failed has not arrived.
 */
export const WENT_OUT = `(m.state <> 'failed' and (m.accepted_at is not null or exists (
  select 1 from message_attempt a where a.depot = m.depot and a.message = m.id
    and (a.ended_at is null or a.reason in ('no-answer', 'not-understood')))))`;
